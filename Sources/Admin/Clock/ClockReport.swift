import Kernel

/// What a clock shows, and the delayed requests that wait for it, earliest first.
struct ClockReport: JSONWritable {
    private let clock: WorldClock

    init(_ clock: WorldClock) {
        self.clock = clock
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("now", clock.now)
            json.member("mode", clock.mode.rawValue)
            json.member("pending", clock.pendingWakeUps)
        }
    }
}
