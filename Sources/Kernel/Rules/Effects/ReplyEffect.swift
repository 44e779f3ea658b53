/// An answer by hand: whatever the test wants the client to see.
package struct ReplyEffect: Codable, Hashable, Sendable {
    /// The status code, 200 to 599.
    package var status: Int
    /// The reason phrase, if not the usual one.
    package var reason: String?
    /// Headers by name.
    package var headers: [String: String]?
    /// The body: a string goes out as it is, anything else as JSON.
    package var body: JSONValue?

    /// An answer of these parts.
    package init(
        status: Int, reason: String? = nil, headers: [String: String]? = nil, body: JSONValue? = nil
    ) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
    }
}
