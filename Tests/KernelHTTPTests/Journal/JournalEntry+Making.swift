import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

extension JournalEntry {
    /// The exchange of this number, with this many bytes of body in the request.
    static func numbered(
        _ number: Int, _ direction: ExchangeDirection = .incoming, path: String = "/", bytes: Int = 0
    ) -> JournalEntry {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path)
        let exchange = Exchange(
            direction, number: number, receivedAt: Moment(milliseconds: 0), head: head,
            body: ByteBuffer(repeating: 0x20, count: bytes), origin: Origin(scheme: "http", authority: "localhost"))
        return JournalEntry(exchange, response: HTTPResponse(status: .ok), body: ByteBuffer(), reason: nil)
    }
}
