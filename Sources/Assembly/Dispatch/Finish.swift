import Admin
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import Logging
import Synchronization

/// The last station of every answer: the headers that all have, the hints for a person, the journal, the log.
final class Finish: Sendable {
    /// Whether `X-Drydock-Reason` and `Link` go out.
    let hints: Bool
    let events: EventHub
    let metrics: RequestMetrics
    private let logger: Logger
    /// What is logged at least; to ask the logger takes as long as all the rest of a look at it.
    private let logLevel: Logger.Level

    init(hints: Bool, events: EventHub, metrics: RequestMetrics, logger: Logger) {
        self.hints = hints
        self.events = events
        self.metrics = metrics
        self.logger = logger
        logLevel = logger.logLevel
    }

    /// An answer of a vendor: hints, journal and log.
    ///
    /// - Parameters:
    ///   - began: when the request came in, in real time.
    ///   - charge: what the answer takes of the budget of bodies until the client has it.
    func callAsFunction(
        _ reply: Reply, of exchange: Exchange, in world: World, since began: ContinuousClock.Instant,
        keeping charge: ByteCharge? = nil
    ) -> EdgeAnswer {
        let answer = answer(reply, of: exchange, in: world, keeping: charge)
        note(reply, answer.head, of: exchange, in: world, since: began)
        return answer
    }

    /// Has an answer in the journal, the metrics and the log.
    func note(
        _ reply: Reply, _ head: HTTPResponse, of exchange: Exchange, in world: World,
        since began: ContinuousClock.Instant
    ) {
        world.journal.append(
            exchange, response: head, body: reply.body, reason: reply.reason, connection: reply.connection)
        exchange.releasePermit()
        events.requestEnded(in: world.name)
        count(reply, of: exchange, since: began)
        log(reply, of: exchange, in: world)
    }

    /// An answer of the control plane, which is in no journal.
    func unjournaled(
        _ reply: Reply, of exchange: Exchange, in world: World, keeping charge: ByteCharge? = nil
    ) -> EdgeAnswer {
        answer(reply, of: exchange, in: world, keeping: charge)
    }

    private func answer(
        _ reply: Reply, of exchange: Exchange, in world: World, keeping charge: ByteCharge?
    ) -> EdgeAnswer {
        var headers = HTTPFields()
        // With room for those that are added here: growing would copy them.
        headers.reserveCapacity(reply.headers.count + 4)
        for field in reply.headers { headers.append(field) }
        headers.put(HTTPField(name: .date, value: world.clock.now.httpDate))
        if hints, let reason = reply.reason {
            headers.put(HTTPField(name: .drydockReason, value: reason.code))
            // The host of a CONNECT is where the client wants to go: nothing to read there.
            if exchange.head.method != .connect {
                headers.append(
                    HTTPField(name: .link, value: "<\(exchange.origin.url)/_drydock/faq/\(reason.code)>; rel=\"help\""))
            }
        }
        let isHead = exchange.head.method == .head
        let delivery =
            reply.isPlain ? AnswerDelivery.whole(reply.body) : reply.delivery(isHead: isHead, clock: world.clock)
        if let length = delivery.length, !headers.contains(where: { $0.name == .contentLength }) {
            headers.append(HTTPField(name: .contentLength, value: String(length)))
        }
        var answer = EdgeAnswer(HTTPResponse(status: reply.status, headerFields: headers), delivery)
        answer.charge = charge
        return answer
    }

    private func count(_ reply: Reply, of exchange: Exchange, since began: ContinuousClock.Instant) {
        let notes = exchange.notes
        metrics.note(
            number: exchange.number, operation: notes.operation, status: reply.status.code, isRuled: notes.rule != nil,
            duration: ContinuousClock.now - began)
    }

    private func log(_ reply: Reply, of exchange: Exchange, in world: World) {
        let level: Logger.Level = reply.reason == nil ? .debug : .info
        guard logLevel <= level else { return }
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
