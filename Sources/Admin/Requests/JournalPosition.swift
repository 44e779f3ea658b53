import Kernel
import KernelHTTP

/// Where a listing begins: behind the request of this number, or with the first one at or after an instant.
enum JournalPosition: Equatable, Sendable {
    case behind(Int)
    case from(Moment)

    init?(_ text: String) {
        if let number = Int(text), number >= 0 {
            self = .behind(number)
        } else if let moment = Moment(text) {
            self = .from(moment)
        } else {
            return nil
        }
    }

    func accepts(_ entry: JournalEntry) -> Bool {
        switch self {
        case .behind(let number): entry.number > number
        case .from(let moment): entry.receivedAt >= moment
        }
    }
}

extension JournalPosition: CustomStringConvertible, TextDescribed {
    static let example = JournalPosition.behind(7)
    static let textForm = "a request's number or a date-time"
    static let pattern: String? = nil
    static let format: String? = nil

    var description: String {
        switch self {
        case .behind(let number): "\(number)"
        case .from(let moment): "\(moment)"
        }
    }
}
