package import HTTPTypes
package import NIOCore

/// A request as it came, whole.
package struct EdgeRequest: Sendable {
    /// Method, path, authority and header fields.
    package let head: HTTPRequest
    /// The body, or why it was not taken.
    package let body: EdgeBody
    /// Who sent it.
    package let client: EdgeClient
    /// What the body has taken of the budget; nil for an ordinary one, which takes nothing.
    package let charge: ByteCharge?

    /// A request of these parts.
    package init(_ head: HTTPRequest, body: EdgeBody, from client: EdgeClient, charge: ByteCharge? = nil) {
        self.head = head
        self.body = body
        self.client = client
        self.charge = charge
    }
}

/// The body of a request, or why it was not taken. What is not taken is read and thrown away.
package enum EdgeBody: Sendable {
    /// All of it.
    case whole(ByteBuffer)
    /// It has more bytes than a body may have, or says that it has.
    case tooLarge(limit: Int)
    /// All bodies together take as much as they may.
    case noRoom(capacity: Int)
}
