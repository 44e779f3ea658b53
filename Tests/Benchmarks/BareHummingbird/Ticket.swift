import Hummingbird

/// An answer of about the size of an identity token's.
struct Ticket: ResponseEncodable {
    struct Envelope: Encodable {
        enum CodingKeys: String, CodingKey {
            case token
            case expiresAt = "expires_at"
            case tokenHash = "token_hash"
        }

        let token: String
        let expiresAt: String
        let tokenHash: String
    }

    let token: String
    let expiresAt: String
    let tokenHash: String
    let data: Envelope

    static func sample(for question: Question) -> Ticket {
        let token = "idt_8f14e45fceea467f9a0c1b2d3e4f5a6b\(question.callbackUrl.utf8.count)"
        let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        let expiry = "2026-01-01T00:15:00.000Z"
        return Ticket(
            token: token, expiresAt: expiry, tokenHash: hash,
            data: Envelope(token: token, expiresAt: expiry, tokenHash: hash))
    }
}
