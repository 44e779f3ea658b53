import HTTPTypes
import HummingbirdCore
import Kernel
import KernelHTTP
import Logging

/// The last station of every answer: the headers that all have, the hints for a person, the journal, the log.
struct Finish: Sendable {
    /// Whether `X-Drydock-Reason` and `Link` go out.
    let hints: Bool
    let logger: Logger

    /// An answer of a vendor: hints, journal and log.
    func callAsFunction(_ reply: Reply, of exchange: Exchange, in world: World) -> Response {
        let response = response(reply, of: exchange, in: world)
        world.journal.append(
            JournalEntry(exchange, response: response.head, body: reply.body, reason: reply.reason))
        log(reply, of: exchange, in: world)
        return response
    }

    /// An answer of the control plane, which is in no journal.
    func unjournaled(_ reply: Reply, of exchange: Exchange, in world: World) -> Response {
        response(reply, of: exchange, in: world)
    }

    private func response(_ reply: Reply, of exchange: Exchange, in world: World) -> Response {
        var headers = reply.headers
        headers[.date] = world.clock.now.httpDate
        if hints, let reason = reply.reason {
            headers[.drydockReason] = reason.code
            // The host of a CONNECT is where the client wants to go: nothing to read there.
            if exchange.head.method != .connect {
                headers.append(
                    HTTPField(name: .link, value: "<\(exchange.origin.url)/_drydock/faq/\(reason.code)>; rel=\"help\""))
            }
        }
        return Response(status: reply.status, headers: headers, body: ResponseBody(byteBuffer: reply.body))
    }

    private func log(_ reply: Reply, of exchange: Exchange, in world: World) {
        let level: Logger.Level = reply.reason == nil ? .debug : .info
        guard logger.logLevel <= level else { return }
        logger.log(
            level: level,
            "\(exchange.head.method.rawValue) \(exchange.path) \(reply.status.code)",
            metadata: [
                "world": "\(world.name)", "request": "\(exchange.number)",
                "operation": "\(exchange.notes.operation ?? "none")",
                "reason": "\(reply.reason?.code ?? "")", "detail": "\(reply.reason?.detail ?? "")",
            ])
    }
}
