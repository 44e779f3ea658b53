package import Kernel

/// Where a world stands after it went back.
package struct RewindReport: JSONWritable, Sendable {
    private let world: WorldName
    private let now: Moment
    private let requests: Int

    /// - Parameters:
    ///   - world: the world.
    ///   - now: its time.
    ///   - requests: the number of the last request that still has come.
    package init(world: WorldName, now: Moment, requests: Int) {
        self.world = world
        self.now = now
        self.requests = requests
    }

    /// `{world, now, requests}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("now", now)
            json.member("requests", requests)
        }
    }
}
