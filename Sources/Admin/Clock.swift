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

    /// Throws `FieldComplaint` for what says nothing clear, `ControlRefusal` for what says it and leads out of all time.
    init(_ fields: Fields) throws {
        guard Self.names.filter({ fields.raw[$0].map { $0 != .null } ?? false }).count == 1 else {
            throw FieldComplaint(field: "", problem: "must have exactly one of advance, set, freeze")
        }
        if let text: String = try fields.optional("advance") {
            guard let span = TimeSpan(text) else {
                if TimeSpan.isTooLong(text) { throw ControlRefusal.outOfRange("The clock cannot go on by \(text)") }
                throw fields.complaint("advance", "must be \(TimeSpan.textForm), not \"\(text)\"")
            }
            self = .advance(span)
        } else if let text: String = try fields.optional("set") {
            guard let moment = Moment(text) else {
                if Moment.isOutOfRange(text) { throw ControlRefusal.outOfRange("The clock cannot be set to \(text)") }
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
    /// The clock was told to go back, or out of all time.
    init(_ refusal: ClockRefusal) {
        switch refusal {
        case .backwards(let now, let wanted):
            self = .backwards("The clock shows \(now) and does not go back to \(wanted)")
        case .negative(let span): self = .backwards("The clock does not go back by \(span)")
        case .beyondLatest(let now, let span):
            self = .outOfRange("The clock shows \(now) and cannot go on by \(span)")
        }
    }

    private static func backwards(_ problem: String) -> ControlRefusal {
        ControlRefusal(
            .conflict, "\(problem); POST /_drydock/reset starts the world anew", code: ControlReason.clockBackwards)
    }

    fileprivate static func outOfRange(_ problem: String) -> ControlRefusal {
        ControlRefusal(
            .unprocessableContent, "\(problem): it is from \(Moment.earliest) to \(Moment.latest)",
            code: ControlReason.clockOutOfRange)
    }
}
