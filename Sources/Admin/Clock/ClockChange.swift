import Kernel

/// What a call does to a clock: `{advance}`, `{set}` or `{freeze}`, exactly one of them.
enum ClockChange: Equatable {
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
