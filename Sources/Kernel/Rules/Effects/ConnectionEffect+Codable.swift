/// Written as a word, or as an object with one key.
extension ConnectionEffect: Codable {
    /// Reads either form.
    package init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            guard let known = ConnectionTerms.Word(rawValue: word) else {
                throw Self.malformed(decoder, "`\(word)` is none of reset, close, garbage")
            }
            self = Self.effect(known)
            return
        }
        let terms = try ConnectionTerms(from: decoder)
        switch (terms.truncate, terms.dribble) {
        case (let truncation?, nil): self = .truncate(after: truncation.after)
        case (nil, let dribble?): self = .dribble(bytes: dribble.bytes, every: dribble.every)
        default: throw Self.malformed(decoder, "a connection has exactly one of truncate, dribble")
        }
    }

    /// Writes the word, or the object.
    package func encode(to encoder: any Encoder) throws {
        if let word {
            try word.encode(to: encoder)
        } else {
            try terms.encode(to: encoder)
        }
    }

    /// The word that is all there is to tell; nil where there is more.
    var word: ConnectionTerms.Word? {
        switch self {
        case .reset: .reset
        case .close: .close
        case .garbage: .garbage
        case .truncate, .dribble: nil
        }
    }

    private var terms: ConnectionTerms {
        switch self {
        case .truncate(let bytes): ConnectionTerms(truncate: .init(after: bytes))
        case .dribble(let bytes, let pause): ConnectionTerms(dribble: .init(bytes: bytes, every: pause))
        case .reset, .close, .garbage: ConnectionTerms()
        }
    }

    private static func effect(_ word: ConnectionTerms.Word) -> ConnectionEffect {
        switch word {
        case .reset: .reset
        case .close: .close
        case .garbage: .garbage
        }
    }

    private static func malformed(_ decoder: any Decoder, _ problem: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
}
