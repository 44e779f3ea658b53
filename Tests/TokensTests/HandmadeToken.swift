import Kernel

@testable import Tokens

/// A token of any header and claims, signed with a built-in key.
struct HandmadeToken {
    static let now = Moment(milliseconds: 1_767_225_600_000)

    var algorithm = SigningAlgorithm.rs256
    var header: JSONObject
    var claims: JSONObject

    /// A right token that lives for an hour from `now`.
    static func make(_ algorithm: SigningAlgorithm = .rs256) -> HandmadeToken {
        HandmadeToken(
            algorithm: algorithm,
            header: ["alg": .string(algorithm.rawValue), "kid": .string(algorithm.kid)],
            claims: ["sub": "user-1", "exp": .integer(now.seconds + 3600)])
    }

    func signed() async throws -> String {
        let text = "\(Self.part(header)).\(Self.part(claims))"
        return "\(text).\(Base64URL.encode(try await BuiltInKeys.own[algorithm].sign(Array(text.utf8))))"
    }

    static func part(_ value: some JSONWritable) -> String { Base64URL.encode(JSONWriter.bytes(value)) }
}
