import Kernel

/// What a schema says of a single number or text: bounds, lengths, formats.
extension JSONValue {
    /// The whole number that it is; nil for anything else.
    var wholeNumber: Int? { Int(field: self) }

    /// The value in a message, cut where it is long.
    var shown: String {
        let text = JSONWriter.text(self)
        return text.utf8.count > 60 ? "\(text.prefix(60))…" : text
    }

    /// What is wrong with it as a number of this schema.
    func problems(asNumberOf schema: JSONObject) -> [String] {
        guard let number = Double(field: self) else { return [] }
        var problems: [String] = []
        func hold(_ keyword: String, _ words: String, _ isRight: (Double, Double) -> Bool) {
            guard let bound = schema[keyword], let limit = Double(field: bound), !isRight(number, limit) else { return }
            problems.append("must be \(words) \(JSONWriter.text(bound)), not \(shown)")
        }
        hold("minimum", "at least", >=)
        hold("maximum", "at most", <=)
        hold("exclusiveMinimum", "more than", >)
        hold("exclusiveMaximum", "less than", <)
        return problems
    }
}

extension String {
    /// What is wrong with it as a text of this schema, apart from the pattern.
    func problems(with schema: JSONObject) -> [String] {
        var problems: [String] = []
        let length = unicodeScalars.count
        if let least = schema["minLength"]?.wholeNumber, length < least {
            problems.append(least == 1 ? "must not be empty" : "must have at least \(least) characters")
        }
        if let most = schema["maxLength"]?.wholeNumber, length > most {
            problems.append("must have at most \(most) characters")
        }
        if let format = schema["format"]?.string.flatMap(SchemaFormat.init), !format.takes(self) {
            problems.append("must be \(format.words)")
        }
        return problems
    }
}

/// The formats that our descriptions use and that a text can miss.
enum SchemaFormat: String, CaseIterable {
    case dateTime = "date-time"
    case email
    case uri
    case uuid

    /// The format in a message.
    var words: String {
        switch self {
        case .dateTime: "a date and time such as 2026-01-01T00:00:00Z"
        case .email: "an e-mail address"
        case .uri: "a URL such as https://example.com"
        case .uuid: "a UUID"
        }
    }

    /// Whether a text has the format.
    func takes(_ text: String) -> Bool {
        switch self {
        case .dateTime: Moment(text) != nil
        case .email: Self.isEmail(text)
        case .uri: Self.isURI(text)
        case .uuid: ObjectID(text).isUUID
        }
    }

    private static func isURI(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text.utf8.index(after: colon) < text.utf8.endIndex
        else { return false }
        let scheme = text.utf8[..<colon]
        return scheme.first.map(isLetter) ?? false
            && scheme.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }

    private static func isEmail(_ text: String) -> Bool {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        return sides.count == 2 && sides.allSatisfy { !$0.isEmpty }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
