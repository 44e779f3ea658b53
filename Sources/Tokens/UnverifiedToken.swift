package import Kernel

/// What a JWT says of itself, with no signature checked: good for finding out whom to ask, never to be believed.
package struct UnverifiedToken: Hashable, Sendable {
    /// The longest token that is read, in bytes.
    package static let limit = 16 * 1024

    /// The header's members.
    package let header: JSONObject
    /// The claims.
    package let claims: JSONObject
    /// What the signature is over: the first two parts and the dot between them.
    let signedBytes: [UInt8]
    /// The third part; empty for `alg: none`.
    let signature: [UInt8]

    /// Reads a compact JWT (RFC 7515, 7.1): three base64url parts, the first two of them JSON objects.
    ///
    /// - Throws: `TokenRefusal.missing`, `.tooLarge` or `.malformed`.
    package init(_ token: String) throws(TokenRefusal) {
        guard !token.isEmpty else { throw .missing }
        guard token.utf8.count <= Self.limit else { throw .tooLarge(bytes: token.utf8.count) }
        let bytes = Array(token.utf8)
        let dots = bytes.indices.filter { bytes[$0] == UInt8(ascii: ".") }
        guard dots.count == 2 else { throw .malformed(Self.complaint(ofParts: dots.count + 1)) }
        header = try Self.object(bytes[..<dots[0]], "header")
        claims = try Self.object(bytes[(dots[0] + 1)..<dots[1]], "payload")
        guard let signature = Base64URL.decode(bytes[(dots[1] + 1)...]) else {
            throw .malformed("the signature is not base64url without padding")
        }
        self.signature = signature
        signedBytes = Array(bytes[..<dots[1]])
    }

    /// The text of a claim; nil if there is none or it is no string.
    package func string(_ claim: String) -> String? { claims[claim]?.string }

    private static func object(_ part: ArraySlice<UInt8>, _ name: String) throws(TokenRefusal) -> JSONObject {
        guard let bytes = Base64URL.decode(part) else {
            throw .malformed("the \(name) is not base64url without padding")
        }
        let value: JSONValue
        do { value = try JSONParser.parse(bytes) } catch {
            throw .malformed("the \(name) is not JSON: \(error)")
        }
        guard let object = value.object else { throw .malformed("the \(name) is \(value.kind), not an object") }
        return object
    }

    private static func complaint(ofParts count: Int) -> String {
        switch count {
        case 1: "a JWT is three parts with dots between, this has no dot"
        case 5: "a signed JWT has three parts, this has five: it is encrypted (JWE)"
        default: "a JWT has three parts with dots between, this has \(count)"
        }
    }
}
