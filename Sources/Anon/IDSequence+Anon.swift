import Kernel

/// Secrets in Anon's forms (anon.md 1).
extension IDSequence {
    /// An API key: `anon_` and 80 characters of the base64 alphabet, `+` and `/` among them, so that a client which forgets
    /// to escape a key in a URL fails here as it does with the vendor. The last 64 lead back to the world.
    mutating func anonAPIKey() -> String {
        let letters = uuid().utf8.filter { $0 != UInt8(ascii: "-") }.prefix(14).map { Self.alphabet[Int($0) % 64] }
        return secret(prefix: "anon_+" + String(decoding: letters, as: UTF8.self) + "/")
    }

    /// A member's session token, in the form of Ory's.
    mutating func sessionToken() -> String {
        secret(prefix: "ory_st_")
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
