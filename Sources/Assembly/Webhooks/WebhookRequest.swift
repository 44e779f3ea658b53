import Anchor
import AsyncHTTPClient
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import NIOHTTP1

/// One try of a delivery as a request: what goes over the wire, what the journal keeps, and what rules look at.
struct WebhookRequest: Sendable {
    /// What the journal keeps.
    let exchange: Exchange
    /// Where it is connected to, without path: of names under `.localhost` the loopback address (RFC 6761), which not every system's
    /// resolver knows.
    private let server: String
    /// The limit of calls goes by it.
    let address: String

    /// - Parameter number: that of the last request that has come.
    init(_ attempt: WebhookAttempt, after number: Int) {
        let address = WebAddress(attempt.url)
        let text = (address?.text ?? attempt.url).prefix { $0 != "#" }
        let rest = text.dropFirst((address?.scheme.utf8.count ?? 0) + "://".count)
        let target = rest.firstIndex { $0 == "/" || $0 == "?" }.map { String(rest[$0...]) } ?? "/"
        var head = HTTPRequest(
            method: .post, scheme: address?.scheme ?? "http", authority: String(rest.prefix { $0 != "/" && $0 != "?" }),
            path: target.hasPrefix("/") ? target : "/\(target)")
        for (name, value) in attempt.headers {
            guard let name = HTTPField.Name(name) else { continue }
            head.headerFields.append(HTTPField(name: name, value: value))
        }
        head.headerFields.append(HTTPField(name: .drydockOutgoing, value: OwnRequest.webhook))
        exchange = Exchange(
            .outgoing, number: number, receivedAt: attempt.at, head: head, body: ByteBuffer(bytes: attempt.body),
            origin: Origin(scheme: head.scheme ?? "http", authority: head.authority ?? ""))
        exchange.note(operation: WebhookSender.operation)
        self.address = address?.origin ?? attempt.url
        server = Self.server(of: address) ?? self.address
    }

    private static func server(of address: WebAddress?) -> String? {
        guard let address, address.host.hasSuffix(".localhost") || address.host.hasSuffix(".localhost.") else {
            return nil
        }
        return "\(address.scheme)://127.0.0.1\(address.port.map { ":\($0)" } ?? "")"
    }

    /// The request as the client sends it.
    var outgoing: HTTPClientRequest {
        let head = exchange.head
        var request = HTTPClientRequest(url: server + (head.path ?? "/"))
        request.method = .POST
        request.headers.add(name: "Host", value: head.authority ?? "")
        for field in head.headerFields { request.headers.add(name: field.name.rawName, value: field.value) }
        request.body = .bytes(exchange.body)
        return request
    }

    /// The same once more, for a copy of it.
    func copy(under rule: String) -> Exchange {
        let copy = Exchange(
            .outgoing, number: exchange.number, receivedAt: exchange.receivedAt, head: exchange.head,
            body: exchange.body, origin: exchange.origin)
        copy.note(operation: WebhookSender.operation)
        copy.note(rule: rule)
        return copy
    }
}

extension WebhookRequest: RuleSubject {
    var method: String { exchange.head.method.rawValue }
    var urlPath: String { String(exchange.path) }
    func header(_ name: String) -> String? { exchange.header(name) }
    func query(_ name: String) -> String? { exchange.query[name] }
    /// It is not by a path that it is known.
    func pathParameter(_ name: String) -> String? { nil }
    var bodyValue: JSONValue? { try? JSONParser.parse(exchange.body.readableBytesView) }
}
