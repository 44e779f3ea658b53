/// Which operations a rule is for: a name such as `anchor.createSession`, where `*` stands for any run of characters.
package struct OperationPattern: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The pattern as written.
    package let description: String
    private let pieces: [Substring]

    /// The pattern of this text.
    package init(_ text: String) {
        description = text
        pieces = text.split(separator: "*", omittingEmptySubsequences: false)
    }

    /// The pattern of this text.
    package init(stringLiteral value: String) {
        self.init(value)
    }

    /// Whether the pattern is for the operation of this name.
    package func matches(_ operation: String) -> Bool {
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last else {
            return description == operation
        }
        guard operation.hasPrefix(first), operation.hasSuffix(last), operation.count >= first.count + last.count else {
            return false
        }
        var rest = operation.dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
