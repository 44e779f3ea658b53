package import HTTPTypes
package import Kernel
package import NIOCore

/// One exchange as the journal keeps it: what came, what went, and why.
package struct JournalEntry: Sendable {
    /// The request's number in its world, from 1.
    package let number: Int
    /// The world's time when it came in.
    package let receivedAt: Moment
    /// The operation; nil for a request that no vendor has one for.
    package let operation: String?
    /// The rule that acted.
    package let rule: String?
    /// Why the answer is what it is.
    package let reason: Reason?
    /// Method, path, authority and headers.
    package let request: HTTPRequest
    /// The request's body.
    package let requestBody: ByteBuffer
    /// Status and headers.
    package let response: HTTPResponse
    /// The answer's body.
    package let responseBody: ByteBuffer
    /// What became of the connection that the answer should have gone out on; nil if it simply went out.
    package let connection: ConnectionEffect?

    /// The entry of an exchange that ended with `response`.
    package init(
        _ exchange: Exchange, response: HTTPResponse, body: ByteBuffer, reason: Reason?,
        connection: ConnectionEffect? = nil
    ) {
        let notes = exchange.notes
        number = exchange.number
        receivedAt = exchange.receivedAt
        operation = notes.operation
        rule = notes.rule
        self.reason = reason
        request = exchange.head
        requestBody = exchange.body
        self.response = response
        responseBody = body
        self.connection = connection
    }
}

// MARK: - What it takes

extension JournalEntry {
    /// What the entry takes of the journal's budget: everything that it keeps alive, and a measured constant for the objects.
    ///
    /// A property that is added is to be charged here; a test goes through all that there are.
    package var cost: Int {
        var cost = Self.frame + requestBody.storageCapacity + responseBody.storageCapacity
        cost += Self.bytes(of: request.headerFields) + Self.bytes(of: response.headerFields)
        cost += Self.bytes(of: request.method.rawValue) + Self.bytes(of: response.status.reasonPhrase)
        for text in [
            operation, rule, reason?.code, reason?.detail, request.path, request.authority, request.scheme,
            request.extendedConnectProtocol,
        ] {
            if let text { cost += Self.bytes(of: text) }
        }
        return cost
    }

    /// The entry itself, its place in the journal and its charge.
    private static let frame = 1152

    private static func bytes(of fields: HTTPFields) -> Int {
        var bytes = 0
        for field in fields {
            let name = field.name
            bytes +=
                fieldFrame + Self.bytes(of: name.rawName)
                + field.withUnsafeBytesOfValue { Self.bytes(ofText: $0.count) }
            // A name that came with upper-case letters is kept in lower case besides; whether the two share their bytes does
            // not show.
            bytes += Self.bytes(of: name.canonicalName)
        }
        return bytes
    }

    /// What a header field takes besides its texts, in an array that grows by doubling.
    private static let fieldFrame = 128

    private static func bytes(of text: String) -> Int { bytes(ofText: text.utf8.count) }

    /// A short text lies in its owner; a longer one is an object of its own.
    private static func bytes(ofText count: Int) -> Int { count < 16 ? 0 : count + 48 }
}
