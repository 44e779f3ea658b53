import HTTPTypes
import NIOCore

/// A request whose head is there, and whose body is on its way.
struct IncomingRequest {
    private let head: HTTPRequest
    private let client: EdgeClient
    private let limit: Int
    private let budget: ByteBudget
    private var body = ByteBuffer()
    private var charge: ByteCharge?

    /// - Parameter limit: the most bytes that the body may have.
    init(_ head: HTTPRequest, from client: EdgeClient, limit: Int, budget: ByteBudget) {
        self.head = head
        self.client = client
        self.limit = limit
        self.budget = budget
    }

    /// What the length that the head announces leads to.
    /// - Returns: the request, if its body is not waited for.
    func announce(_ announced: RequestTraits.Body) -> EdgeRequest? {
        guard case .bytes(let length) = announced, length > limit else { return nil }
        return EdgeRequest(head, body: .tooLarge(limit: limit), from: client)
    }

    /// A piece of the body comes.
    /// - Returns: the request, if no more of its body is taken.
    mutating func receive(_ bytes: ByteBuffer) -> EdgeRequest? {
        let length = body.readableBytes + bytes.readableBytes
        guard length <= limit else { return EdgeRequest(head, body: .tooLarge(limit: limit), from: client) }
        guard covers(length) else { return EdgeRequest(head, body: .noRoom(capacity: budget.capacity), from: client) }
        if body.readableBytes == 0 { body = bytes } else { body.writeImmutableBuffer(bytes) }
        return nil
    }

    /// The request with all of its body.
    consuming func complete() -> EdgeRequest {
        EdgeRequest(head, body: .whole(ownBody), from: client, charge: charge)
    }

    private mutating func covers(_ length: Int) -> Bool {
        guard length > ByteCharge.free else { return true }
        let charge = self.charge ?? ByteCharge(budget)
        self.charge = charge
        return charge.cover(length)
    }

    /// The body, which must not keep much more memory than it has bytes: a request may wait for long. A small one may share
    /// the little memory that it was read into, and a large one has room to spare that the system never had to give.
    private var ownBody: ByteBuffer {
        guard body.storageCapacity > Self.smallStorage, body.readableBytes <= Self.longestCopied else { return body }
        return ByteBuffer(bytes: body.readableBytesView)
    }

    private static let smallStorage = 4096
    private static let longestCopied = 64 * 1024
}
