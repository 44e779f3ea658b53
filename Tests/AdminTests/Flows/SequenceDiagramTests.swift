import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Flows: sequence diagrams")
struct SequenceDiagramTests {
    @Test(
        "each exchange is an arrow between those who took part, and a way back to the customer is one more",
        arguments: [
            (
                FlowJournal.connect,
                [
                    "application→anchor create application 201", "application→anchor create identity token 201",
                    "application→hostedPage open 200", "hostedPage→hostedPage form 303",
                    "hostedPage→hostedPage step userName 200", "hostedPage→hostedPage form 303",
                    "hostedPage→hostedPage step done 200", "hostedPage⇢callback link: status=success",
                    "application→anchor create session 200",
                ]
            ),
            (
                FlowJournal.linked,
                [
                    "application→anon create link url 200", "application→linkPage open 200",
                    "linkPage→linkPage form 303", "linkPage→callback status=success",
                    "application→anon get session status 200", "application→anon create cdp url 200",
                    "application→browser attach browser 101",
                ]
            ),
            (
                FlowJournal.delivered,
                [
                    "application→anchor create session 200", "application→browser attach session 101",
                    "application→anchor end session 200", "anchor→receiver session.completed 200",
                ]
            ),
            (
                [FlowJournal.createToken(1), FlowJournal.form(2, leadingTo: "https://app.example/cb?status=failed")],
                [
                    "application→anchor create identity token 201", "hostedPage→hostedPage form 303",
                    "hostedPage✗callback status=failed",
                ]
            ),
        ])
    func arrows(journal: [JournalEntry], arrows: [String]) throws {
        #expect(try Self.diagram(journal).messages.map(Self.text) == arrows)
    }

    @Test("the Link page's script and the tunnel ask from where they are")
    func origins() throws {
        var headers: HTTPFields = [:]
        headers[.origin] = "http://link.localhost"
        let diagram = try Self.diagram([
            FlowJournal.linked[1],
            .made(
                2, path: "/account/api/v1/appIntegration?id=linkedin&linkId=\(FlowJournal.link)",
                operation: "anon.getAppIntegration", status: 401, reason: "jwt.expired", requestHeaders: headers),
            .made(
                3, path: "/account/api/v1/appIntegration?id=linkedin&linkId=\(FlowJournal.link)",
                operation: "anon.getAppIntegration"),
            .made(
                4, .connect, path: "page.test:443", operation: "anon.openTunnel", status: 502, reason: "tunnel.x",
                requestHeaders: [.proxyAuthorization: "Basic YWRhOmtleQ=="]),
        ])
        #expect(
            diagram.messages.map(Self.text) == [
                "application→linkPage open 200", "linkPage✗anon get app integration 401",
                "application→anon get app integration 200", "browser✗anon CONNECT localhost:4010 502",
            ])
        #expect(diagram.messages.map(\.note) == [nil, "jwt.expired", nil, "tunnel.x"])
    }

    @Test("columns are those who occur, in one order whoever came first")
    func columns() throws {
        #expect(
            try Self.diagram(FlowJournal.connect).participants == [.application, .anchor, .hostedPage, .callback])
        #expect(
            try Self.diagram(FlowJournal.linked).participants == [.application, .anon, .linkPage, .browser, .callback])
        #expect(try Self.diagram(FlowJournal.delivered).participants == [.application, .anchor, .browser, .receiver])
    }

    @Test("a poll is one arrow with its count, until something else is answered")
    func polls() throws {
        let polls = (2...30).map { FlowJournal.getSession($0) }
        let diagram = try Self.diagram(
            [FlowJournal.createSession(1)] + polls + [
                .made(31, path: "/v1/sessions/\(FlowJournal.session)", operation: "anchor.getSession", status: 404)
            ])
        #expect(
            diagram.messages.map(\.label) == ["create session 200", "get session 200 ×29", "get session 404"])
        #expect(diagram.messages[1].exchange.number == 30, "it leads to the newest")
    }

    @Test(
        "where the clock was advanced is a line, where a client only took its time is none",
        arguments: [(29, nil), (30, "30 s"), (90, "1 min 30 s"), (900, "15 min"), (90_061, "1 d 1 h")])
    func pauses(seconds: Int64, words: String?) throws {
        let diagram = try Self.diagram([
            FlowJournal.createSession(1), FlowJournal.getSession(2, second: seconds),
        ])
        let pauses = diagram.rows.compactMap { row in
            if case .pause(let span) = row { span.words } else { nil }
        }
        #expect(pauses == [words].compactMap(\.self))
    }

    @Test("a long flow has its beginning and its end, and says how much is between")
    func long() throws {
        let calls = (2...500).map { number in
            number.isMultiple(of: 2)
                ? FlowJournal.getSession(number)
                : JournalEntry.made(
                    number, path: "/v1/sessions/\(FlowJournal.session)/pages", operation: "anchor.listSessionPages")
        }
        let diagram = try Self.diagram([FlowJournal.createSession(1)] + calls)
        #expect(diagram.rows.count == SequenceDiagram.mostMessages)
        let omitted = diagram.rows.compactMap { row in
            if case .omission(let count) = row { count } else { nil }
        }
        #expect(omitted == [500 - diagram.messages.count])
        #expect(diagram.messages.first?.exchange.number == 1 && diagram.messages.last?.exchange.number == 500)
    }

    // MARK: Mermaid

    @Test("the text for Mermaid has the same arrows")
    func mermaid() throws {
        let journal =
            FlowJournal.delivered.dropLast() + [
                FlowJournal.getSession(4, second: 900), FlowJournal.delivery(4, status: 500, second: 900),
            ]
        #expect(
            MermaidText(try Self.diagram(Array(journal))).text == """
                sequenceDiagram
                    participant A as Application
                    participant B as Anchor API
                    participant C as Browser session
                    participant D as Webhook receiver
                    A->>B: create session 200
                    A->>C: attach session 101
                    A->>B: end session 200
                    Note over A,D: 15 min later
                    A->>B: get session 200
                    B-xD: session.completed 500
                    Note over D: webhook.rejected
                """)
        #expect(MermaidText(try Self.diagram(FlowJournal.connect)).text.contains("C-->>D: link#58; status=success"))
    }

    @Test(
        "no text ends a line of Mermaid's or begins another one",
        arguments: [
            ("a\nb", "a b"), ("a;b#c", "a#59;b#35;c"), ("<script>", "#60;script#62;"), ("a: b", "a#58; b"), ("", " "),
            ("\u{2028}x\r", " x "), ("%%{init}", "#37;#37;#123;init#125;"),
        ])
    func escaped(text: String, escaped: String) { #expect(MermaidText.escaped(text) == escaped) }

    // MARK: Support

    static func diagram(_ entries: [JournalEntry]) throws -> SequenceDiagram {
        var finder = FlowFinder(entries)
        let flows = finder.flows()
        #expect(flows.count == 1)
        return SequenceDiagram(try #require(flows.first))
    }

    private static func text(_ message: SequenceDiagram.Message) -> String {
        let arrow = message.isFailed ? "✗" : message.isOffered ? "⇢" : "→"
        return "\(message.from.rawValue)\(arrow)\(message.to.rawValue) \(message.label)"
    }
}
