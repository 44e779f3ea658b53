import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

extension JournalEntry {
    /// An exchange that ended so.
    static func made(
        _ number: Int, _ method: HTTPRequest.Method = .get, path: String = "/v1/sessions", operation: String? = nil,
        status: Int = 200, reason: String? = nil, second: Int64 = 0, requestHeaders: HTTPFields = [:],
        requestBody: ByteBuffer = ByteBuffer(), responseHeaders: HTTPFields = [:],
        responseBody: ByteBuffer = ByteBuffer(), direction: ExchangeDirection = .incoming
    ) -> JournalEntry {
        let exchange = Exchange(
            direction, number: number, receivedAt: FakeWorld.start + .seconds(second),
            head: HTTPRequest(
                method: method, scheme: "http", authority: "localhost:4010", path: path, headerFields: requestHeaders),
            body: requestBody, origin: Origin(scheme: "http", authority: "localhost:4010"))
        if let operation { exchange.note(operation: operation) }
        return JournalEntry(
            exchange,
            response: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: responseHeaders),
            body: responseBody, reason: reason.map { Reason(code: $0, detail: "in detail") })
    }
}
