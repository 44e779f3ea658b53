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

extension ReplyEffect: JSONWritable {
    /// As a scenario file has it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", status)
            if let reason { json.member("reason", reason) }
            if let headers { json.member("headers", JSONObject(headers.map { ($0.key, .string($0.value)) })) }
            if let body { json.member("body", body) }
        }
    }
}
