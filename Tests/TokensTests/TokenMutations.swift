import Kernel

@testable import Tokens

/// Hostile tokens, one after the other, that follow from a seed: noise, spoilt texts, and well-formed ones of odd members.
struct TokenMutations {
    private static let headers = [
        #""alg":"RS256""#, #""alg":"ES256""#, #""alg":"none""#, #""alg":"nOnE""#, #""alg":"HS256""#, #""alg":"""#,
        #""alg":7"#, #""crit":["b64"]"#, #""crit":{}"#, #""kid":"a""#, #""kid":["a"]"#, #""typ":"JWT""#,
    ].map { Array($0.utf8) }

    private static let claims = [
        #""exp":2e9"#, #""exp":1767225600"#, #""exp":0"#, #""exp":-1e300"#, #""exp":1e308"#, #""exp":"2e9""#,
        #""exp":9223372036854775807"#, #""exp":-9223372036854775808"#, #""exp":99999999999999999999"#,
        #""nbf":0"#, #""nbf":1e300"#, #""nbf":null"#, #""nbf":1767225605.0001"#, #""iat":0"#, #""iat":-0.0"#,
        #""iat":2e9"#, #""iat":[]"#, #""s":"u""#, #""s":"""#, #""s":1"#, #""s":"\ud83d\ude00""#, #""s":"é""#,
        #""":{"a":[[[{}]]]}"#,
    ].map { Array($0.utf8) }

    private static let crumbs =
        ["{", "}", "[", "]", #"""#, #"\"#, #"\u"#, #"\ud83d"#, ",", ":", "1e999", "-", "true", "\0"]
        .map { Array($0.utf8) }
        + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [UInt8](repeating: 0x5B, count: 200)]

    private var numbers: SplitMix64
    /// Parts of tokens in base64url, from which the tokens are put together.
    private var parts: (headers: [[UInt8]], claims: [[UInt8]]) = ([], [])

    init(seed: UInt64) {
        numbers = SplitMix64(seed: seed)
        for _ in 0..<4000 {
            parts.headers.append(part(of: Self.headers))
            parts.claims.append(part(of: Self.claims))
        }
    }

    /// One of millions of pairs of a header and claims; every eighth spoilt as text.
    mutating func next() -> String {
        var text = parts.headers[below(parts.headers.count)]
        text.append(UInt8(ascii: "."))
        text += parts.claims[below(parts.claims.count)]
        text += [UInt8(ascii: "."), UInt8(ascii: "A"), UInt8(ascii: "A")]
        return String(decoding: below(8) == 0 ? spoilt(text) : text, as: UTF8.self)
    }

    private mutating func part(of members: [[UInt8]]) -> [UInt8] {
        let json: [UInt8] =
            switch below(16) {
            case 0: (0..<below(12)).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
            case 1: spoilt(object(of: members))
            default: object(of: members)
            }
        return Array(Base64URL.encode(json).utf8)
    }

    private mutating func below(_ bound: Int) -> Int { Int(numbers.next() % UInt64(bound)) }

    /// An object of up to three of `members`, the first of the list more often than the others.
    private mutating func object(of members: [[UInt8]]) -> [UInt8] {
        var bytes = [UInt8(ascii: "{")] + (below(4) == 0 ? [] : members[0])
        for _ in 0..<below(3) {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes += members[below(members.count)]
        }
        return bytes + [UInt8(ascii: "}")]
    }

    private mutating func spoilt(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        let place = below(bytes.count)
        switch below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: numbers.next())
        case 1: bytes.removeSubrange(place...)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + below(6)))
        default: bytes.insert(contentsOf: Self.crumbs[below(Self.crumbs.count)], at: place)
        }
        return bytes
    }
}
