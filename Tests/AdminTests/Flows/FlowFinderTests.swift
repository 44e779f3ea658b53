import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Flows: which exchanges belong together")
struct FlowFinderTests {
    @Test("token, page, form, success and session are one flow, and the application comes before it")
    func connect() throws {
        let flow = try #require(Self.only(FlowJournal.connect))
        #expect(Self.numbers(flow) == [2, 3, 4, 5, 6, 7, 8])
        #expect(flow.prologue.map(\.number) == [1])
        #expect(flow.title == "Connect example.com: token → page → callback → session")
        #expect(flow.id == "2")
    }

    @Test("Link, its status, a browser and what attaches to it are one flow of the user")
    func link() throws {
        let flow = try #require(Self.only(FlowJournal.linked))
        #expect(Self.numbers(flow) == [1, 2, 3, 4, 5, 6])
        #expect(flow.title == "Link for ada at linkedin: address → page → callback → status → browser")
        #expect(flow.outcome(knowing: EndedObjects([])) == .done)
    }

    @Test("a delivery belongs to the session that it tells of")
    func delivery() throws {
        let flow = try #require(Self.only(FlowJournal.delivered))
        #expect(
            flow.exchanges.map(\.operation.words) == [
                "create session", "attach session", "end session", "deliver webhook",
            ])
        #expect(flow.title == "Session 33333333…: session → browser → end → webhook")
        #expect(flow.outcome(knowing: EndedObjects([])) == .done)
    }

    @Test("what an exchange caused comes after it, and is of its flow, though it ended before")
    func causes() throws {
        let (created, ended) = (FlowJournal.createSession(1), FlowJournal.delivered[2])
        let flow = try #require(
            Self.only([
                FlowJournal.delivery(1, event: "session.created"), created,
                FlowJournal.delivery(ended.number, event: "session.completed"), ended,
            ]))
        #expect(
            flow.exchanges.map { $0.detail ?? $0.operation.words } == [
                "create session", "session.created", "end session", "session.completed",
            ])
        #expect(flow.id == "1")
    }

    @Test("flows of one application do not join, and the newest comes first")
    func shared() {
        let flows = Self.flows([
            FlowJournal.connect[0], FlowJournal.createToken(2, token: "idt_aaaaaaaaaaaaaaaa1"),
            FlowJournal.createToken(3, token: "idt_aaaaaaaaaaaaaaaa2"),
            .made(4, path: "/identity/create?token=idt_aaaaaaaaaaaaaaaa1", operation: "anchor.openIdentityCreatePage"),
        ])
        #expect(flows.map(Self.numbers) == [[2, 4], [3]])
        #expect(flows.map { $0.prologue.map(\.number) } == [[1], [1]])
    }

    @Test("what is listed joins nothing, and an answer that repeats an id does not either")
    func listed() {
        let ids = ["33333333-3333-4333-8333-333333333331", "33333333-3333-4333-8333-333333333332"]
        let rows = ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        let flows = Self.flows([
            FlowJournal.createSession(1, id: ids[0]), FlowJournal.createSession(2, id: ids[1]),
            .json(3, .get, "/v1/sessions", "anchor.listSessions", answered: #"{"data":{"sessions":[\#(rows)]}}"#),
            FlowJournal.getSession(4, id: ids[0]), FlowJournal.getSession(5, id: ids[1]),
        ])
        #expect(flows.map(Self.numbers) == [[2, 5], [1, 4]])
    }

    @Test("what a scenario began with joins those who name it")
    func seeded() throws {
        let flow = try #require(Self.only([FlowJournal.getSession(1), FlowJournal.getSession(2)]))
        #expect(Self.numbers(flow) == [1, 2])
        let plain = Self.flows([
            .made(1, path: "/v1/identities/identity-1", operation: "anchor.getIdentity"),
            .made(2, path: "/v1/identities/identity-2", operation: "anchor.getIdentity"),
            .made(3, .delete, path: "/v1/identities/identity-1", operation: "anchor.deleteIdentity"),
        ])
        #expect(plain.map(Self.numbers) == [[1, 3]])
    }

    @Test("a user who links again begins another flow, and what comes later is of that")
    func again() {
        let second = FlowJournal.linked[0]
        let flows = Self.flows([
            FlowJournal.linked[0], FlowJournal.linked[3],
            .json(
                6, .get, "/link/url?app=linkedin&appUserId=ada&redirectUrl=https://app.example/back",
                second.operation ?? "", answered: #"{"url":"http://link.localhost/?linkId=\#(FlowJournal.identity)"}"#),
            .made(
                7, path: "/account/api/v1/session/status?ownerId=ada", operation: "anon.getSessionStatus"),
        ])
        #expect(flows.map(Self.numbers) == [[6, 7], [1, 4]])
    }

    @Test("a token of the customer's own leads to the user whom it names; so do a proxy's credentials")
    func users() throws {
        // {"alg":"none"} and {"sub":"ada"}
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"
        let flow = try #require(
            Self.only([
                .made(1, path: "/link?app=linkedin&appUserIdToken=\(token)", operation: "anon.openLink"),
                .made(2, path: "/account/api/v1/session/status?ownerId=ada", operation: "anon.getSessionStatus"),
                // ada:key
                .made(
                    3, .connect, path: "page.test:443", operation: "anon.openTunnel",
                    requestHeaders: [.proxyAuthorization: "Basic YWRhOmtleQ=="]),
                .made(
                    4, path: "/account/api/v1/appIntegration?id=linkedin", operation: "anon.getAppIntegration",
                    requestHeaders: [.authorization: "Bearer \(token)"]),
            ]))
        #expect(Self.numbers(flow) == [1, 2, 3, 4])
        #expect(flow.title.hasPrefix("Link for ada at linkedin"))
    }

    @Test("a token that was made for a user, and the address that was made with it, are one flow")
    func userToken() throws {
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"
        let address = JournalEntry.made(
            2, path: "/link/url?app=linkedin&appUserIdToken=\(token)", operation: "anon.createLinkUrl")
        let made = JournalEntry.json(
            1, .post, "/org/appUserIdToken", "anon.createAppUserIdToken", sent: #"{"appUserId":"ada"}"#,
            answered: #"{"appUserIdToken":"\#(token)"}"#)
        let flow = try #require(Self.only([made, address]))
        #expect(flow.title == "Link for ada at linkedin: token → address")
        #expect(Self.flows([made, address, address]).map(\.exchanges.count) == [1, 2])
        #expect(Self.flows([made, made]).count == 2)
    }

    @Test("a call that leads to nothing is no flow, unless something begins with it")
    func alone() {
        #expect(Self.flows([.made(1, operation: "anchor.listSessions")]).isEmpty)
        let refused = Self.flows([
            .json(
                1, .post, "/v1/applications/nothing/tokens", "anchor.createIdentityToken", status: 404,
                reason: "application.unknown")
        ])
        let outcomes = refused.map { $0.outcome(knowing: EndedObjects([])) }
        #expect(outcomes == [.failed("application.unknown", code: "application.unknown")])
        #expect(Self.flows([]).isEmpty)
    }

    @Test("a title shows no secret: neither tokens, nor what a caller puts in place of a name")
    func secrets() {
        let secret = String(repeating: "0123456789abcdef", count: 4)
        for flow in Self.flows(
            FlowJournal.connect + [
                .json(
                    20, .post, "/v1/identities", "anchor.createIdentity",
                    sent: #"{"source":"https://x.example/?password=hunter2","name":"\#(secret)"}"#)
            ])
        {
            #expect(!flow.title.contains("hunter2") && !flow.title.contains("0123456789abcdef"))
        }
    }

    @Test(
        "a text of a client's becomes one short line",
        arguments: [
            ("Ada's Shop", "Ada's Shop"), ("a\r\nb\u{202E}c\u{2028}d", "a  b c d"),
            (String(repeating: "x", count: 81), String(repeating: "x", count: 80) + "…"),
            ("a" + String(repeating: "\u{301}", count: 100_000), "a" + String(repeating: "\u{301}", count: 79) + "…"),
        ])
    func short(text: String, line: String) { #expect(FlowExchange.short(text) == line) }

    // MARK: Outcomes

    @Test(
        "an outcome says what is open, and the first failure that nothing mended",
        arguments: [
            (FlowJournal.connect, Flow.Outcome.running),
            (Array(FlowJournal.connect.dropLast()), .done),
            (Array(FlowJournal.connect.prefix(4)), .running),
            (Array(FlowJournal.delivered.prefix(2)), .running),
            ([FlowJournal.createSession(1), FlowJournal.getSession(2, state: "completed")], .done),
            ([FlowJournal.createSession(1), FlowJournal.delivery(1)], .done),
            (
                FlowJournal.delivered + [FlowJournal.delivery(3, status: 500)],
                .failed("webhook.rejected", code: "webhook.rejected")
            ),
            (
                Array(FlowJournal.delivered.dropLast()) + [
                    FlowJournal.delivery(3, status: 500), FlowJournal.delivery(3),
                ], .done
            ),
            (
                [
                    FlowJournal.createToken(1),
                    .made(
                        2, path: FlowJournal.page, operation: "anchor.openIdentityCreatePage",
                        status: 500),
                ],
                .failed("open identity create page answered 500", code: nil)
            ),
            (
                [
                    FlowJournal.createToken(1),
                    FlowJournal.form(2, leadingTo: "https://app.example/cb?status=failed"),
                ],
                .failed("status=failed", code: nil)
            ),
            (
                [
                    FlowJournal.createToken(1),
                    FlowJournal.form(2, leadingTo: "https://app.example/cb?status=cancelled"),
                ], .done
            ),
        ])
    func outcome(journal: [JournalEntry], outcome: Flow.Outcome) throws {
        #expect(try #require(Self.only(journal)).outcome(knowing: EndedObjects([])) == outcome)
    }

    @Test("what the clock or the control plane ended is over, in the vendor's word, though no exchange says so")
    func endedOtherwise() throws {
        let token = "idt_aaaaaaaaaaaaaaaa1"
        let flow = try #require(Self.only([FlowJournal.createToken(1, token: token)]))
        let kind = ObjectKind("anchor.identityTokens", title: "Identity tokens", emptiness: "")
        func outcome(_ id: String, _ word: String, next: ShownObject.Next? = nil) -> Flow.Outcome {
            var shown = ShownObject(id, title: "", state: ShownObject.State(word))
            shown.next = next
            return flow.outcome(knowing: EndedObjects([ObjectList(kind, count: 1, objects: [shown])]))
        }
        #expect(flow.outcome(knowing: EndedObjects([])) == .running)
        #expect(outcome(token, "used") == .ended("used"))
        #expect(outcome("idt_aaaaaaaaaaaaaaaa2", "used") == .running)
        #expect(outcome(token, "good", next: ShownObject.Next("Expires", at: Moment(milliseconds: 1))) == .running)
    }

    // MARK: Bounds

    @Test(
        "bodies that are deep, wide or none of JSON are passed over",
        arguments: [
            String(repeating: "[", count: 100_000), String(repeating: #"{"id":"#, count: 120) + "1",
            "{\"a\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}",
            "[" + (0..<20_000).map { #"{"session_id":"0123456789abcdef\#($0)"}"# }.joined(separator: ",") + "]",
            "\u{0}\u{1}", #"{"session_id":"\#(String(repeating: "a1", count: 200_000))"}"#,
        ])
    func hostileBodies(body: String) {
        let entries = (1...50).map { number in
            JournalEntry.json(
                number, .post, "/v1/sessions", "anchor.createSession", sent: body, answered: body)
        }
        let finder = FlowFinder(entries)
        #expect(finder.steps <= 50 * 3 * 400)
    }

    @Test("of a long journal the newest exchanges are looked at, and the work grows with their number alone")
    func longJournal() {
        func steps(_ count: Int) -> Int {
            var finder = FlowFinder(Self.many(count))
            _ = finder.flows()
            return finder.steps
        }
        let (some, twice) = (steps(800), steps(1600))
        #expect(Double(twice) / Double(some) < 2.2)
        #expect(steps(10_001) == steps(12_002))
        var finder = FlowFinder(Self.many(10_001))
        let numbers = finder.flows().flatMap(\.exchanges).map(\.number)
        #expect(numbers.min() == 10_002 - FlowFinder.mostEntries)
    }

    @Test("large bodies count against a budget, and the oldest exchanges go first")
    func largeBodies() {
        let body = #"{"a":"\#(String(repeating: "x", count: FlowFinder.largestBody - 20))"}"#
        let entries = (1...200).map {
            JournalEntry.json($0, .post, "/v1/sessions", "anchor.createSession", sent: body)
        }
        var finder = FlowFinder(entries)
        let flows = finder.flows()
        #expect(flows.count <= FlowFinder.mostBytes / (FlowFinder.largestBody - 20) && flows.count > 50)
        #expect(flows.first?.exchanges.first?.number == 200)
    }

    @Test("the same journal gives the same flows")
    func deterministic() {
        let journal = FlowJournal.connect + Self.many(300)
        #expect(Self.flows(journal).map(\.title) == Self.flows(journal).map(\.title))
        #expect(Self.flows(journal).map(\.id) == Self.flows(journal).map(\.id))
        #expect(Set(Self.flows(journal).map(\.id)).count == Self.flows(journal).count)
    }

    // MARK: Support

    /// Sessions of three exchanges each.
    private static func many(_ count: Int) -> [JournalEntry] {
        (1...count).map { number in
            let tail = String((number - 1) / 3 + 1_000_000)
            let id = "33333333-3333-4333-8333-33333\(tail)"
            return number % 3 == 1
                ? FlowJournal.createSession(number, id: id) : FlowJournal.getSession(number, id: id)
        }
    }

    private static func flows(_ entries: [JournalEntry]) -> [Flow] {
        var finder = FlowFinder(entries)
        return finder.flows()
    }

    private static func only(_ entries: [JournalEntry]) -> Flow? {
        let flows = flows(entries)
        #expect(flows.count == 1, "\(flows.map(\.title))")
        return flows.first
    }

    private static func numbers(_ flow: Flow) -> [Int] { flow.exchanges.map(\.number) }
}
