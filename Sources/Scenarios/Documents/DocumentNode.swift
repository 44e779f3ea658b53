import Kernel

/// One node of a scenario's text, and where it stands. Overlays mix nodes of several files, so each knows its own.
struct DocumentNode: Sendable {
    /// What a node holds.
    enum Content: Sendable {
        case scalar(ScalarText)
        case sequence([DocumentNode])
        case mapping([DocumentMember])
    }

    let location: SourceLocation
    let content: Content

    var scalar: ScalarText? { if case .scalar(let scalar) = content { scalar } else { nil } }
    var sequence: [DocumentNode]? { if case .sequence(let items) = content { items } else { nil } }
    var mapping: [DocumentMember]? { if case .mapping(let members) = content { members } else { nil } }
    var isNull: Bool { scalar?.isNull ?? false }

    /// The value of a mapping's key.
    subscript(key: String) -> DocumentNode? {
        mapping?.first { $0.key == key }?.value
    }

    /// How many nodes it is made of.
    var count: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): items.reduce(1) { $0 + $1.count }
        case .mapping(let members): members.reduce(1) { $0 + $1.value.count }
        }
    }

    /// What it is, in words for a complaint.
    var kind: String {
        switch content {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.isNull ? "nothing" : scalar.jsonValue.kind
        }
    }

    /// The node as plain data.
    var jsonValue: JSONValue {
        switch content {
        case .scalar(let scalar): scalar.jsonValue
        case .sequence(let items): .array(items.map(\.jsonValue))
        case .mapping(let members):
            .object(JSONObject(members.map { ($0.key, $0.value.jsonValue) }.sorted { $0.0 < $1.0 }))
        }
    }

    /// The node at the end of `path`, or the last one on the way that exists.
    func nearest(to path: some Collection<String>) -> DocumentNode {
        guard let step = path.first else { return self }
        let next =
            switch content {
            case .scalar: DocumentNode?.none
            case .mapping: self[step]
            case .sequence(let items): Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
            }
        return next?.nearest(to: path.dropFirst()) ?? self
    }
}

/// One key of a mapping and its value.
struct DocumentMember: Sendable {
    let key: String
    let keyLocation: SourceLocation
    let value: DocumentNode
}

/// A scalar as written. What a plain one means depends on what is expected in its place: an id such as `007` or a date-time
/// stays the text that it is. Only words that JSON has are numbers, booleans or null.
struct ScalarText: Hashable, Sendable {
    /// The text without quotes.
    let text: String
    /// Whether it stands without quotes and tag, so that it may be more than a string.
    let isPlain: Bool

    var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(text) }

    var boolean: Bool? {
        guard isPlain else { return nil }
        return switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    var integer: Int128? {
        guard isPlain, let number = Int128(text), String(number) == text else { return nil }
        return number
    }

    var number: Double? {
        guard isPlain, hasFormOfNumber, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    var jsonValue: JSONValue {
        if isNull { return .null }
        if let boolean { return .bool(boolean) }
        if let integer, let small = Int64(exactly: integer) { return .integer(small) }
        return number.map(JSONValue.number) ?? .string(text)
    }

    /// JSON's grammar: no sign but minus, no leading zero, digits on both sides of the dot.
    private var hasFormOfNumber: Bool {
        text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
    }
}

/// Where a piece of a scenario was written.
struct SourceLocation: Hashable, Sendable {
    /// The file's path as the user gave it, or a word such as `built-in:demo`.
    let file: String
    /// From 1; 0 for the file as a whole.
    let line: Int
    /// In Unicode scalars, from 1.
    let column: Int

    /// The file as a whole.
    static func whole(_ file: String) -> SourceLocation { SourceLocation(file: file, line: 0, column: 0) }

    /// The first letter of the file.
    static func start(of file: String) -> SourceLocation { SourceLocation(file: file, line: 1, column: 1) }
}

// In an extension, so that the memberwise initializer stays.
extension SourceLocation {
    /// Where the first byte stands that is not UTF-8.
    init(ofInvalidByteIn bytes: some Sequence<UInt8>, file: String) {
        var (line, column) = (1, 1)
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&rest) {
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        self.init(file: file, line: line, column: column)
    }
}
