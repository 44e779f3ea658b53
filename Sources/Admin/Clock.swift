import HTTPTypes
import Kernel
import KernelHTTP

/// The calls on a world's clock: `/clock`.
enum ClockController {
    static let routes: [Route<ControlContext>] = [
        .control("getClock", .get, "/clock", "Reads a world's clock", handle: read),
        .control("changeClock", .post, "/clock", "Moves, stops or starts a world's clock", handle: change),
    ]

    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        .json(.ok, ClockReport(try call.world().clock))
    }

    @Sendable private static func change(_ call: ControlCall) throws -> Reply {
        let change = try ClockChange(try call.fields(only: ClockChange.names))
        let clock = try call.world().clock
        do throws(ClockRefusal) {
            try change.apply(to: clock)
        } catch {
            throw ControlRefusal(error)
        }
        return .json(.ok, ClockReport(clock))
    }
}

/// What a call does to a clock: `{advance}`, `{set}` or `{freeze}`, exactly one of them.
private enum ClockChange: Equatable {
    case advance(TimeSpan)
    case set(Moment)
    case change(ClockMode)

    static let names = ["advance", "set", "freeze"]

    init(_ fields: Fields) throws(FieldComplaint) {
        guard Self.names.filter({ fields.raw[$0].map { $0 != .null } ?? false }).count == 1 else {
            throw FieldComplaint(field: "", problem: "must have exactly one of advance, set, freeze")
        }
        if let text: String = try fields.optional("advance") {
            guard let span = TimeSpan(text) else {
                throw fields.complaint("advance", "must be \(TimeSpan.textForm), not \"\(text)\"")
            }
            self = .advance(span)
        } else if let text: String = try fields.optional("set") {
            guard let moment = Moment(text) else {
                throw fields.complaint("set", "must be \(Moment.textForm), not \"\(text)\"")
            }
            self = .set(moment)
        } else {
            self = .change(try fields.required("freeze", as: Bool.self) ? .frozen : .running)
        }
    }

    func apply(to clock: WorldClock) throws(ClockRefusal) {
        switch self {
        case .advance(let span): try clock.advance(by: span)
        case .set(let moment): try clock.set(to: moment)
        case .change(let mode): clock.change(to: mode)
        }
    }
}

/// What a clock shows, and the delayed requests that wait for it, the earliest first.
private struct ClockReport: JSONWritable {
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

extension ControlRefusal {
    /// The clock was told to go back.
    init(_ refusal: ClockRefusal) {
        let message =
            switch refusal {
            case .backwards(let now, let wanted):
                "The clock shows \(now) and does not go back to \(wanted); POST /_drydock/reset starts the world anew"
            case .negative(let span):
                "The clock does not go back by \(span); POST /_drydock/reset starts the world anew"
            }
        self.init(.conflict, message, code: ControlReason.clockBackwards)
    }
}
