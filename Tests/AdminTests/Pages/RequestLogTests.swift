import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Control plane: the page of requests")
struct RequestLogTests {
    @Test("it shows what came, newest first, with the reason, and hides secrets and markup")
    func lines() async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1, operation: "anchor.createSession"))
        control.world.journal.append(.made(2, path: "/<b>?apiKey=sk-secret", status: 404, reason: "path.unknown"))
        let page = try await control.send(.get, "")
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.text.contains("<code>/&lt;b&gt;?apiKey=***</code>"))
        #expect(page.text.contains("<strong>path.unknown</strong> in detail"))
        #expect(!page.text.contains("<b>") && !page.text.contains("sk-secret"))
        #expect(Self.numbers(page.text) == [2, 1])
    }

    @Test("it shows a hundred, and a link leads to older ones until there are none")
    func older() async throws {
        let control = ControlPlane()
        for number in 1...250 { control.world.journal.append(.made(number)) }
        var seen: [Int] = []
        var path: String? = "?status=200"
        while let next = path {
            let text = try await control.send(.get, next).text
            let numbers = Self.numbers(text)
            #expect(numbers.count <= 100)
            seen += numbers
            path = text.firstMatch(of: #/href="\/_drydock(\?[^"]*before=[0-9]+)"/#).map {
                String($0.1).replacing("&amp;", with: "&")
            }
        }
        #expect(seen == Array((1...250).reversed()))
    }

    @Test("what Drydock sent stays on the page of the request before it")
    func sentWithItsRequest() async throws {
        let control = ControlPlane()
        for number in 1...101 {
            control.world.journal.append(.made(number))
            control.world.journal.append(.made(number, .post, path: "/hook", direction: .outgoing))
        }
        let text = try await control.send(.get, "").text
        let last = try #require(Self.numbers(text).last)
        #expect(text.contains("data-key=\"s\(last)-"))
        #expect(text.contains("before=\(last)\""))
    }

    @Test(
        "filters leave the others out; empty ones count as absent",
        arguments: [
            ("vendor=anchor", [3, 1]), ("vendor=anon", [2]), ("status=4xx", [3]), ("reason=token.*", [3]),
            ("operation=anon.*", [2]), ("path=/v1/sessions", [3, 2, 1]), ("before=3", [2, 1]),
            ("vendor=&operation=&path=&status=&reason=&direction=", [3, 2, 1]), ("limit=1", [3]),
            ("direction=outgoing", []),
        ])
    func filters(query: String, numbers: [Int]) async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1, operation: "anchor.createSession"))
        control.world.journal.append(.made(2, operation: "anon.createSession"))
        control.world.journal.append(
            .made(3, operation: "anchor.createSession", status: 409, reason: "token.alreadyUsed"))
        let text = try await control.send(.get, "?\(query)").text
        #expect(Self.numbers(text) == numbers)
        #expect(numbers.isEmpty == text.contains("No exchange is like that."))
    }

    @Test(
        "a filter that cannot be read is refused by a page that says why",
        arguments: [
            ("vendor=x", "vendor must be anchor or anon"), ("status=abc", "status must be"),
            ("before=0", "before must be"),
            ("before=99999999999999999999", "before must be"), ("limit=-1", "limit must be"),
        ])
    func refused(query: String, words: String) async throws {
        let reply = try await ControlPlane().send(.get, "?\(query)")
        #expect(reply.status == .badRequest)
        #expect(reply.headers[.contentType] == "text/html; charset=utf-8")
        #expect(reply.text.contains("role=\"alert\"") && reply.text.contains(words))
    }

    private static func numbers(_ text: String) -> [Int] {
        text.matches(of: #/data-key="r([0-9]+)"/#).compactMap { Int($0.1) }
    }
}
