import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Flows: the page")
struct FlowsPageTests {
    @Test("it has a diagram of each flow, with a link from each arrow, and the same as a list and for Mermaid")
    func whole() async throws {
        let text = try await Self.page(FlowJournal.connect)
        #expect(text.contains("<h2 id=\"flow-2\">Connect example.com: token → page → callback → session"))
        #expect(text.contains("<span class=\"tag\">running</span>"))
        #expect(text.matches(of: #/<a class="step[a-z ]*" href="/_drydock/requests/[1-8]\?world=default"/#).count == 9)
        #expect(text.contains("aria-label=\"Hosted page → Customer&#39;s callback: link: status=success\""))
        #expect(text.matches(of: #/<li><a href="/_drydock/requests/[1-8]/#).count == 9)
        #expect(text.contains("sequenceDiagram\n    participant A as Application"))
        #expect(text.contains("data-copy=\"copy-flow-2\""))
        #expect(text.contains(" data-live"))
    }

    @Test("what Drydock sent leads to its place on the page of the request before it, and a reason to its page")
    func sent() async throws {
        let text = try await Self.page(FlowJournal.delivered + [FlowJournal.delivery(3, status: 500)])
        #expect(text.contains("href=\"/_drydock/requests/3?world=default#sent\""))
        #expect(text.contains("<a href=\"/_drydock/faq/webhook.rejected?world=default\">webhook.rejected</a>"))
    }

    @Test("what clients send is shown as text, on one line, without secrets and without styles or scripts of its own")
    func hostile() async throws {
        let evil = "</title></svg><script>alert(1)</script><img src=x onerror=alert(1)>\n\"'&"
        let text = try await Self.page([
            .json(
                1, .post, "/v1/applications", "anchor.createApplication",
                sent: JSONWriter.text(["name": .string(evil)] as JSONValue), status: 201,
                answered: #"{"id":"\#(FlowJournal.application)"}"#),
            FlowJournal.createToken(2),
            .made(
                3, path: "\(FlowJournal.page)&step=\(PercentCoding.encode(evil))",
                operation: "anchor.openIdentityCreatePage", status: 422, reason: evil),
            FlowJournal.form(4, leadingTo: "javascript:alert(1)?status=\(PercentCoding.encode(evil))"),
            .made(5, path: "/link?appUserId=\(PercentCoding.encode(evil))&app=x", operation: "anon.openLink"),
        ])
        let content = try #require(text.split(separator: "<main").last?.split(separator: "<script>").first)
        #expect(!content.contains("<script") && !content.contains("<img") && !content.contains("style="))
        #expect(content.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!content.contains("href=\"javascript"))
        #expect(!text.contains(FlowJournal.token))
        #expect(content.matches(of: #/</svg>/#).count == content.matches(of: #/<svg /#).count)
    }

    @Test("it shows twenty, and a link leads to older ones until there are none")
    func older() async throws {
        let control = ControlPlane()
        for number in 1...50 {
            control.world.journal.append(
                FlowJournal.createSession(number, id: "33333333-3333-4333-8333-3333333333\(number + 10)"))
        }
        var seen: [Int] = []
        var path: String? = "/flows"
        while let next = path {
            let text = try await control.send(.get, next).text
            let numbers = text.matches(of: #/<section class="panel flow" data-key="flow-([0-9]+)"/#).compactMap {
                Int($0.1)
            }
            #expect(numbers.count <= 20)
            seen += numbers
            path = text.firstMatch(of: #/href="\/_drydock(\/flows\?world=default&amp;before=[0-9]+)"/#).map {
                String($0.1).replacing("&amp;", with: "&")
            }
        }
        #expect(seen == Array((1...50).reversed()))
    }

    @Test("one flow has an address of its own, which stays while it goes on")
    func one() async throws {
        let control = ControlPlane()
        for entry in FlowJournal.connect.prefix(3) { control.world.journal.append(entry) }
        let before = try await control.send(.get, "/flows?flow=2").text
        for entry in FlowJournal.connect.dropFirst(3) { control.world.journal.append(entry) }
        control.world.journal.append(FlowJournal.getSession(20, id: FlowJournal.browser))
        control.world.journal.append(FlowJournal.getSession(21, id: FlowJournal.browser))
        let after = try await control.send(.get, "/flows?flow=2").text
        #expect(before.contains("id=\"flow-2\"") && after.contains("id=\"flow-2\""))
        #expect(!after.contains("id=\"flow-20\""))
        #expect(after.contains("All flows"))
        #expect(try await control.send(.get, "/flows").text.contains("id=\"flow-20\""))
    }

    @Test(
        "a flow that is not there is refused by a page", arguments: ["flow=7", "before=x", "flow=%3Cb%3E", "flow="])
    func unknown(query: String) async throws {
        let reply = try await ControlPlane().send(.get, "/flows?\(query)")
        #expect(reply.status == .notFound && reply.reason?.code == "flow.unknown")
        #expect(reply.text.contains("No flow of world default begins with request"))
        #expect(!reply.text.contains("<b>"))
    }

    @Test("an empty page says how to begin")
    func empty() async throws {
        let text = try await Self.page([])
        #expect(text.contains("No flow has begun yet"))
        #expect(!text.contains("<svg"))
    }

    @Test("ids of the page are unique, and the same journal gives the same page")
    func deterministic() async throws {
        let journal =
            FlowJournal.connect + [
                FlowJournal.delivery(8, event: "task.completed"),
                .made(
                    8, .post, path: "/hook", operation: "anchor.deliverWebhook",
                    requestBody: ByteBuffer(string: #"{"id":"evt_fedcba9876543210"}"#), direction: .outgoing),
                .made(
                    8, .post, path: "/hook", operation: "anchor.deliverWebhook",
                    requestBody: ByteBuffer(string: #"{"id":"evt_fedcba9876543211"}"#), direction: .outgoing),
            ]
        let text = try await Self.page(journal)
        let ids = text.matches(of: #/ id="([^"]*)"/#).map(\.1)
        #expect(Set(ids).count == ids.count)
        #expect(ids.contains("flow-s8") && ids.contains("flow-s8-2"))
        #expect(try await Self.page(journal) == text)
    }

    @Test(
        "a label that has no room keeps its beginning and its status",
        arguments: [
            ("create session 200", 200, "create session 200"),
            ("create identity token 201", 128, "create identity… 201"), ("x", 1, "x"),
            ("abcdefghijkl", 1, "abc…ijkl"),
        ])
    func fitted(text: String, room: Int, expected: String) {
        #expect(DiagramMarkup.fitted(text, in: room) == expected)
    }

    private static func page(_ entries: [JournalEntry]) async throws -> String {
        let control = ControlPlane()
        for entry in entries { control.world.journal.append(entry) }
        let reply = try await control.send(.get, "/flows")
        #expect(reply.status == .ok)
        return reply.text
    }
}
