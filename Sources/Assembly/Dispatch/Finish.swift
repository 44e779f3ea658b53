import Admin
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import Logging
import Synchronization

/// The last station of every answer: the headers that all have, the hints for a person, the journal, the log.
struct Finish: Sendable {
    /// Whether `X-Drydock-Reason` and `Link` go out.
    let hints: Bool
    let events: EventHub
    let metrics: RequestMetrics
    let logger: Logger

    /// An answer of a vendor: hints, journal and log.
    ///
    /// - Parameter began: when the request came in, in real time.
    func callAsFunction(
        _ reply: Reply, of exchange: Exchange, in world: World, since began: ContinuousClock.Instant
    ) -> EdgeAnswer {
        let answer = answer(reply, of: exchange, in: world)
        world.journal.append(
            JournalEntry(
                exchange, response: answer.head, body: reply.body, reason: reply.reason,
                connection: reply.connection))
        exchange.releasePermit()
        events.requestEnded(in: world.name)
        count(reply, of: exchange, since: began)
        log(reply, of: exchange, in: world)
        return answer
    }

    /// An answer of the control plane, which is in no journal.
    func unjournaled(_ reply: Reply, of exchange: Exchange, in world: World) -> EdgeAnswer {
        answer(reply, of: exchange, in: world)
    }

    private func answer(_ reply: Reply, of exchange: Exchange, in world: World) -> EdgeAnswer {
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
        let isHead = exchange.head.method == .head
        return EdgeAnswer(
            HTTPResponse(status: reply.status, headerFields: headers),
            reply.isPlain ? .whole(reply.body) : reply.delivery(isHead: isHead, clock: world.clock))
    }

    private func count(_ reply: Reply, of exchange: Exchange, since began: ContinuousClock.Instant) {
        let notes = exchange.notes
        metrics.note(
            number: exchange.number, operation: notes.operation, status: reply.status.code, isRuled: notes.rule != nil,
            duration: ContinuousClock.now - began)
    }

    private func log(_ reply: Reply, of exchange: Exchange, in world: World) {
        let level: Logger.Level = reply.reason == nil ? .debug : .info
        guard logger.logLevel <= level else { return }
        let mask = SecretMask.masking
        logger.log(
            level: level,
            "\(exchange.head.method.rawValue) \(mask.text(String(exchange.path))) \(reply.status.code)",
            metadata: [
                "world": "\(world.name)", "request": "\(exchange.number)",
                "operation": "\(exchange.notes.operation ?? "none")",
                "reason": "\(reply.reason?.code ?? "")", "detail": "\(mask.text(reply.reason?.detail ?? ""))",
                "connection": "\(reply.connection.map { "\($0)" } ?? "")",
            ])
    }
}

/// Counts the exchanges of all worlds. In several parts, so that requests that end at the same time do not wait for each other.
final class RequestMetrics: Sendable {
    private final class Shard: Sendable {
        let counts = Mutex(RequestCounts())
    }

    private static let shardCount = 16
    private let shards = (0..<shardCount).map { _ in Shard() }

    /// Counts one exchange.
    ///
    /// - Parameters:
    ///   - number: the request's number in its world; it only spreads the load.
    ///   - duration: from its arrival to its answer, in real time.
    func note(number: Int, operation: String?, status: Int, isRuled: Bool, duration: Duration) {
        shards[number & (Self.shardCount - 1)].counts.withLock {
            $0.note(operation: operation, status: status, isRuled: isRuled, duration: duration)
        }
    }

    /// What was counted so far.
    var counts: RequestCounts {
        shards.reduce(into: RequestCounts()) { sum, shard in sum.add(shard.counts.withLock { $0 }) }
    }
}
