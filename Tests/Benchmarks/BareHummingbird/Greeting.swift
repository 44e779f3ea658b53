import Hummingbird

/// An answer with the fields and about the size of an identity.
struct Greeting: ResponseEncodable {
    enum CodingKeys: String, CodingKey {
        case id, name, source, status, metadata
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    static let sample = Greeting(
        id: "8f14e45f-ceea-467f-9a0c-1b2d3e4f5a6b", name: "Ada", source: "https://example.com/login",
        status: "validated", metadata: ["userId": "user-1"], createdAt: "2026-01-01T00:00:00.000Z",
        updatedAt: "2026-01-01T00:00:00.000Z")

    let id: String
    let name: String
    let source: String
    let status: String
    let metadata: [String: String]
    let createdAt: String
    let updatedAt: String
}
