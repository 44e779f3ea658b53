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

    /// What the entry takes of the journal's budget: bodies and headers by their bytes, the rest by a measured constant.
    package var cost: Int {
        var cost = 1152 + requestBody.readableBytes + responseBody.readableBytes + (request.path?.utf8.count ?? 0)
        for fields in [request.headerFields, response.headerFields] {
            for field in fields { cost += 64 + field.value.utf8.count }
        }
        return cost
    }
}
