import Browsers
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Clients that are attached to a browser: the way there, and what is to be done when they leave.
extension Dispatcher {
    /// Leads a client where a good answer to its offer of a WebSocket says; or answers why that cannot be.
    ///
    /// A rule that does something to the connection does it in place of that.
    func attach(
        _ client: EdgeClient, by reply: Reply, to attachment: Attachment, of arrival: Arrival
    ) async -> EdgeAnswer {
        let (exchange, world, router) = (arrival.exchange, arrival.world, arrival.destination.router)
        do {
            try router.attach(attachment, world)
        } catch {
            let refusal = router.vendor.reply(for: error, on: exchange.notes.operation ?? "")
            return finish(refusal, of: exchange, in: world, since: arrival.began)
        }
        // What the request does to the world is done; whoever is due meanwhile need not wait for the browser.
        exchange.releasePermit()
        do throws(SpliceFailure) {
            let answer = try await client.splice(
                toPort: attachment.port, sending: Self.upgrade(to: attachment, offeredBy: exchange.head),
                within: Self.longestAnswer)
            switch answer {
            case .taken(let head, let splice):
                let answer = finish.attached(head, splice, of: exchange, in: world, since: arrival.began)
                let stay = attachment.whenEnding(splice.cut)
                splice.whenOver { report in
                    stay()
                    self.leave(attachment, of: exchange, in: world, router, with: report)
                }
                return answer
            case .refused(let head, let body):
                detach(attachment, from: worlds.present(world.name), router)
                let refusal = Reply.refused(head, body)
                return finish(refusal, of: exchange, in: world, since: arrival.began)
            }
        } catch {
            detach(attachment, from: worlds.present(world.name), router)
            return finish(.notAttached(error), of: exchange, in: world, since: arrival.began)
        }
    }

    /// Counts somebody who watches a session until the stream is over. Returns the answer if that cannot be.
    func watch(_ viewing: Viewing, of arrival: Arrival) -> EdgeAnswer? {
        let (exchange, world, router) = (arrival.exchange, arrival.world, arrival.destination.router)
        let attachment = viewing.attachment
        do {
            try router.attach(attachment, world)
        } catch {
            let refusal = router.vendor.reply(for: error, on: exchange.notes.operation ?? "")
            return finish(refusal, of: exchange, in: world, since: arrival.began)
        }
        viewing.whenOver { self.detach(attachment, from: self.worlds.present(world.name), router) }
        return nil
    }

    /// A client has left: its place is free, and the journal says what it was.
    private func leave(
        _ attachment: Attachment, of exchange: Exchange, in world: World, _ router: VendorRouter,
        with report: SpliceReport
    ) {
        let present = worlds.present(world.name)
        detach(attachment, from: present, router)
        guard let present else { return }
        // One that went on from a snapshot has the beginning in its journal, too; after a reset nothing is there to be ended.
        if present !== world, present.journal.entry(ofRequest: exchange.number)?.request != exchange.head { return }
        finish.detached(report, from: exchange, in: present)
    }

    /// Worlds may have been swapped since: whoever is in place now is told.
    private func detach(_ attachment: Attachment, from world: World?, _ router: VendorRouter) {
        attachment.end()
        guard let world else { return }
        router.detach(attachment, world)
        commits?.queue.note(world.name)
    }

    /// The request that a browser gets. Of the client's it has the nonce and nothing else: neither its page nor its key, nor
    /// the compression that nobody gains by on one machine.
    private static func upgrade(to attachment: Attachment, offeredBy head: HTTPRequest) -> ByteBuffer {
        ByteBuffer(
            string: """
                GET \(attachment.path) HTTP/1.1\r
                Host: 127.0.0.1:\(attachment.port)\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: \(head.headerFields[.secWebSocketKey] ?? "")\r
                Sec-WebSocket-Version: 13\r
                \r

                """)
    }

    /// How long a browser may take to answer. Ours.
    private static let longestAnswer = Duration.seconds(10)
}

extension Reply {
    /// What the browser says in place of taking a client.
    fileprivate static func refused(_ head: HTTPResponse, _ body: ByteBuffer) -> Reply {
        var reply = Reply(
            .standard(head.status.code), body: body,
            reason: Reason(
                BrowserReason.ended, "The browser did not take the connection and answered \(head.status.code)."))
        reply.headers[.contentType] = head.headerFields[.contentType]
        return reply
    }

    /// What is said where the browser says nothing.
    fileprivate static func notAttached(_ failure: SpliceFailure) -> Reply {
        if failure == .cancelled {
            var reply = Reply(
                HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"),
                reason: Reason(BrowserReason.ended, "The client hung up before the browser had answered."))
            reply.connection = .close
            return reply
        }
        let detail =
            switch failure {
            case .unreachable(let problem): "The session's browser cannot be reached: \(problem)"
            case .timedOut: "The session's browser does not answer."
            case .noAnswer, .cancelled: "The session's browser hung up."
            }
        var reply = Reply.text(.serviceUnavailable, detail)
        reply.reason = Reason(BrowserReason.ended, detail)
        return reply
    }
}

// MARK: - What the journal and the log have

extension Finish {
    /// The good answer to the offer of a WebSocket, which the browser itself gives.
    func attached(
        _ head: HTTPResponse, _ splice: Splice, of exchange: Exchange, in world: World,
        since began: ContinuousClock.Instant
    ) -> EdgeAnswer {
        note(Reply(head.status, headers: head.headerFields), head, of: exchange, in: world, since: began)
        return EdgeAnswer(head, .splice(splice))
    }

    /// A client that was attached has left: a second entry under the number of the first.
    func detached(_ report: SpliceReport, from exchange: Exchange, in world: World) {
        let end = Exchange(
            number: exchange.number, receivedAt: world.clock.now, head: exchange.head, body: ByteBuffer(),
            origin: exchange.origin)
        end.note(operation: "drydock.endAttachment")
        let response = HTTPResponse(
            status: .switchingProtocols, headerFields: [.contentType: "application/json; charset=utf-8"])
        world.journal.append(
            end, response: response, body: ByteBuffer(bytes: JSONWriter.bytes(EndedAttachment(report))),
            reason: Reason(BrowserReason.detached, report.words))
        events.requestEnded(in: world.name)
    }
}

/// `{endedBy, milliseconds, bytesUp, bytesDown}`: the body of the entry of a client that has left.
private struct EndedAttachment: JSONWritable {
    private let report: SpliceReport

    init(_ report: SpliceReport) {
        self.report = report
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("endedBy", report.endedBy.word)
            json.member("milliseconds", report.duration.milliseconds)
            json.member("bytesUp", report.bytesUp)
            json.member("bytesDown", report.bytesDown)
        }
    }
}

extension SpliceParty {
    fileprivate var word: String {
        switch self {
        case .client: "client"
        case .target: "browser"
        case .edge: "drydock"
        }
    }
}

extension SpliceReport {
    fileprivate var words: String {
        let end =
            switch endedBy {
            case .client: "The client left"
            case .target: "The browser ended the connection"
            case .edge: "Drydock stopped"
            }
        return "\(end) after \(duration.milliseconds) ms of real time; \(bytesUp) bytes up, \(bytesDown) bytes down."
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
