import Kernel

/// A leaf of a body that is read from its text, be it written as a string or as a number.
protocol TextDescribed: ScalarDescribed, CustomStringConvertible {
    /// Reads the text; nil where it is none.
    init?(_ text: String)
}

extension TextDescribed {
    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "`\(text)` is not \(Self.textForm)"))
        }
        self = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
