import Admin
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import Logging
import NIOCore
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
    private let date = DateText()

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
        var fields = reply.headers
        // With room for those that are added here: growing would copy them once more.
        fields.reserveCapacity(fields.count + 4)
        fields[.date] = date.text(at: world.clock.now)
        if hints, let reason = reply.reason {
            fields[.drydockReason] = reason.code
            // The host of a CONNECT is where the client wants to go: nothing to read there.
            if exchange.head.method != .connect {
                fields.append(
                    HTTPField(name: .link, value: "<\(exchange.origin.url)/_drydock/faq/\(reason.code)>; rel=\"help\""))
            }
        }
        let isHead = exchange.head.method == .head
        let delivery =
            reply.isPlain ? AnswerDelivery.whole(reply.body) : reply.delivery(isHead: isHead, clock: world.clock)
        if !fields.contains(.contentLength), let length = reply.isPlain ? reply.body.readableBytes : delivery.length {
            fields.append(HTTPField(name: .contentLength, value: String(length)))
        }
        var answer = EdgeAnswer(HTTPResponse(status: reply.status, headerFields: fields), delivery)
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

/// The `Date` of answers. Most come within the second of the one before, whose text they get.
private final class DateText: Sendable {
    private let last = Mutex((second: Int64(0), text: Moment(milliseconds: 0).httpDate))

    /// The text of an answer at this time of its world.
    func text(at moment: Moment) -> String {
        let second = moment.seconds
        return last.withLock { last in
            if last.second != second { last = (second, moment.httpDate) }
            return last.text
        }
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
