import Kernel

/// A scenario's key `clock`.
struct ScenarioClock: Codable {
    var start: Moment?
    var mode: ClockMode?
}

extension ScenarioClock: ObjectDescribed {
    static var objectDescription: ObjectDescription {
        ObjectDescription([
            "start": "The time at the start; the real time where it is absent.",
            "mode": "running: time passes by itself; frozen: it stands until it is advanced or set.",
        ])
    }
}
