import Kernel

/// Which status codes a filter lets through: one, `404`, or a class, `4xx`.
enum StatusPattern: Equatable, Sendable {
    case exactly(Int)
    case inClass(Int)

    init?(_ text: String) {
        if let code = Int(text), (100...599).contains(code) {
            self = .exactly(code)
        } else if text.count == 3, text.lowercased().hasSuffix("xx"), let first = text.first?.wholeNumberValue,
            (1...5).contains(first)
        {
            self = .inClass(first)
        } else {
            return nil
        }
    }

    func matches(_ code: Int) -> Bool {
        switch self {
        case .exactly(let wanted): code == wanted
        case .inClass(let first): code / 100 == first
        }
    }
}

extension StatusPattern: CustomStringConvertible, TextDescribed {
    static let example = StatusPattern.exactly(404)
    static let textForm = "a status such as 404 or 4xx"
    static let pattern: String? = "^[1-5]([0-9][0-9]|[xX][xX])$"
    static let format: String? = nil

    var description: String {
        switch self {
        case .exactly(let code): "\(code)"
        case .inClass(let first): "\(first)xx"
        }
    }
}
