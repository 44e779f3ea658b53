/// What becomes of the connection that an answer should go out on.
public enum ConnectionEffect: Hashable, Sendable {
    /// Cut with a TCP reset; no byte of an answer goes out.
    case reset
    /// Closed in good order; no byte of an answer goes out.
    case close
    /// Bytes that are no HTTP go out instead of the answer, then the connection is closed.
    case garbage
    /// The answer's head goes out as it is, and this many bytes of its body; then the connection is closed.
    case truncate(after: Int)
    /// The answer's body goes out in pieces of this many bytes, with a pause on the world's clock before each but the first.
    case dribble(bytes: Int, every: TimeSpan)

    /// Whether nothing of an answer goes out.
    public var losesAnswer: Bool {
        switch self {
        case .reset, .close, .garbage: true
        case .truncate, .dribble: false
        }
    }
}

/// What goes wrong with a TLS handshake.
public enum TLSFault: String, Codable, Hashable, Sendable, CaseIterable, JSONWritable {
    /// The certificate ended yesterday.
    case expired
    /// The certificate is for another host.
    case wrongName
    /// Nobody knows who signed the certificate.
    case unknownAuthority
    /// The connection is closed behind the client's first words.
    case cutHandshake

    /// What rules know a handshake by: it is no request, so none of them means it unless it says so.
    public static let operation = "tls.handshake"

    /// The word.
    public func write(to json: inout JSONWriter) { rawValue.write(to: &json) }
}

extension ConnectionEffect {
    /// The first value that is out of bounds; nil if none is.
    var outOfBounds: String? {
        switch self {
        case .reset, .close, .garbage: nil
        case .truncate(let length): ConnectionTerms.Truncation.problem(of: length, as: "after")
        case .dribble(let length, let pause):
            ConnectionTerms.Dribble.problem(of: length, as: "bytes") ?? pause.complaintAsDelay
        }
    }
}

/// Written as a word, or as an object with one key.
extension ConnectionEffect: Codable {
    /// Reads either form.
    public init(from decoder: any Decoder) throws {
        if let word = try? decoder.singleValueContainer().decode(String.self) {
            guard let known = ConnectionTerms.Word(rawValue: word) else {
                let words = ConnectionTerms.Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw DecodingError.malformed(decoder, "`\(word)` is none of \(words)")
            }
            self = Self.effect(known)
            return
        }
        let terms = try ConnectionTerms(from: decoder)
        switch (terms.truncate, terms.dribble) {
        case (let truncation?, nil): self = .truncate(after: truncation.after)
        case (nil, let dribble?): self = .dribble(bytes: dribble.bytes, every: dribble.every)
        default: throw DecodingError.malformed(decoder, "a connection has exactly one of truncate, dribble")
        }
    }

    /// Writes the word, or the object.
    public func encode(to encoder: any Encoder) throws {
        if let word {
            try word.encode(to: encoder)
        } else {
            try terms.encode(to: encoder)
        }
    }

    /// The word that says it all; nil if there is more to say.
    private var word: ConnectionTerms.Word? {
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
}

extension ConnectionEffect: JSONWritable {
    /// As a scenario file has it.
    public func write(to json: inout JSONWriter) {
        switch self {
        case .reset, .close, .garbage: word?.rawValue.write(to: &json)
        case .truncate(let bytes):
            json.object { json in json.member("truncate", object: { $0.member("after", bytes) }) }
        case .dribble(let bytes, let pause):
            json.object { json in
                json.member(
                    "dribble",
                    object: { json in
                        json.member("bytes", bytes)
                        json.member("every", pause)
                    })
            }
        }
    }
}

extension ConnectionEffect: ShorthandDescribed {
    /// A reset.
    public static var example: ConnectionEffect { .reset }
    /// A word.
    public static var shortForm: any Decodable.Type { ConnectionTerms.Word.self }
    /// What has numbers.
    public static var longForm: any Decodable.Type { ConnectionTerms.self }
}

// MARK: - The forms that are written

/// A connection effect as it is written if one word is not enough.
public struct ConnectionTerms: Codable, Hashable, Sendable {
    /// Where a body breaks off.
    public struct Truncation: Codable, Hashable, Sendable {
        /// How many bytes of the body still go out.
        public var after: Int
    }

    /// In which pieces a body goes out.
    public struct Dribble: Codable, Hashable, Sendable {
        /// The bytes of a piece.
        public var bytes: Int
        /// The pause before each but the first.
        public var every: TimeSpan
    }

    /// The words that are enough.
    public enum Word: String, Codable, CaseIterable, Sendable {
        case reset
        case close
        case garbage
    }

    /// Where the body breaks off.
    public var truncate: Truncation?
    /// In which pieces the body goes out.
    public var dribble: Dribble?
}

extension ConnectionTerms: ObjectDescribed {
    /// What the keys are for, and which of them go together.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "truncate": "The body breaks off and the connection closes.",
                "dribble": "The body comes in small pieces.",
            ],
            atLeastOneOf: ["truncate", "dribble"],
            atMostOneOf: ["truncate", "dribble"])
    }
}

extension ConnectionTerms.Truncation: ObjectDescribed {
    /// What the keys are for, and which of them go together.
    public static var objectDescription: ObjectDescription {
        ObjectDescription(["after": FieldDescription("So many bytes of the body still go out.", range: 0...Int.max)])
    }
}

extension ConnectionTerms.Dribble: ObjectDescribed {
    /// What the keys are for, and which of them go together.
    public static var objectDescription: ObjectDescription {
        ObjectDescription([
            "bytes": FieldDescription("The bytes of a piece.", range: 1...Int.max),
            "every": "The pause before each piece but the first, on the world's clock.",
        ])
    }
}
