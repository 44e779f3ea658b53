import Kernel
import KernelHTTP

/// Where a listing begins: behind the request of this number, or with the first one at or after an instant.
enum JournalPosition: Equatable {
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
