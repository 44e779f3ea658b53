package import Kernel

/// One snapshot in a few words.
package struct SnapshotReport: JSONWritable, Sendable {
    private let id: String
    private let world: WorldName
    private let scenario: String
    private let now: Moment
    private let requests: Int
    private let objects: Int

    /// - Parameters:
    ///   - id: what it is found by in its world.
    ///   - world: the world that it was taken of.
    ///   - scenario: the scenario that the world had begun with.
    ///   - now: the world's time.
    ///   - requests: the number of the last request that had come.
    ///   - objects: how many objects there were of both vendors.
    package init(id: String, world: WorldName, scenario: String, now: Moment, requests: Int, objects: Int) {
        self.id = id
        self.world = world
        self.scenario = scenario
        self.now = now
        self.requests = requests
        self.objects = objects
    }

    /// `{id, world, scenario, now, requests, objects}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("world", world.description)
            json.member("scenario", scenario)
            json.member("now", now)
            json.member("requests", requests)
            json.member("objects", objects)
        }
    }
}
