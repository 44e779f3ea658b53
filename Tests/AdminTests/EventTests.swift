import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Control plane: events")
struct EventTests {
    private let control = ControlPlane()

    private func events(_ query: String = "", headers: HTTPFields = [:]) async throws -> [String] {
        let reply = try await control.send(.get, "/events\(query)", headers: headers)
        #expect(reply.status == .ok)
        var pieces = [reply.text]
        for await piece in try #require(reply.stream) { pieces.append(String(buffer: piece)) }
        return pieces.joined().split(separator: "\n\n").map(String.init)
    }

    @Test("each event has its name, its id and one line of JSON")
    func format() async throws {
        let events = try await events("?world=w")
        #expect(events.count == 5)
        #expect(events[0] == "retry: 1000")
        #expect(events[1] == "event: dropped\ndata: {\"count\":3}")
        #expect(events[2].hasPrefix("event: request\nid: 7\ndata: {\"number\":7,"))
        #expect(
            events[3] == "event: world\nid: 0\ndata: {\"world\":\"w\",\"change\":\"reset\",\"scenario\":\"default\"}")
        #expect(events[4] == ": still here")
    }

    @Test("an exchange is told as the journal shows it", arguments: [("", "***"), ("&secrets=shown", "sk-secret")])
    func masking(query: String, shown: String) async throws {
        let event = try #require(try await events("?world=w\(query)").first { $0.hasPrefix("event: request") })
        let data = try #require(event.split(separator: "\n").last?.dropFirst("data: ".count))
        #expect(try JSONParser.parse(String(data))[path: "request.path"] == .string("/v1/sessions?apiKey=\(shown)"))
    }

    @Test("nothing that proxies or browsers could keep")
    func headers() async throws {
        let reply = try await control.send(.get, "/events")
        #expect(reply.headers[.contentType] == "text/event-stream")
        #expect(reply.headers[.cacheControl] == "no-store")
    }

    @Test(
        "a listener says how far it got; what a browser sends wins",
        arguments: [("", [], 0), ("?since=5", [], 5), ("?since=5", ["12"], 12), ("", [""], 0)]
            as [(String, [String], Int)])
    func position(query: String, header: [String], newest: Int) async throws {
        let name = try #require(HTTPField.Name("Last-Event-ID"))
        var headers = HTTPFields()
        for value in header { headers.append(HTTPField(name: name, value: value)) }
        let events = try await events(query, headers: headers)
        #expect(events.contains { $0.hasPrefix("event: world\nid: \(newest)\n") })
    }

    @Test(
        "a position that is none is refused",
        arguments: [
            ("?since=x", "", "The query parameter since must be a request's number, not \"x\""),
            ("?since=-1", "", "The query parameter since must be a request's number, not \"-1\""),
            ("", "x", "The header Last-Event-ID must be a request's number, not \"x\""),
            ("?sinse=1", "", "The query parameter sinse is unknown; did you mean since?"),
        ])
    func mistakes(query: String, header: String, complaint: String) async throws {
        let name = try #require(HTTPField.Name("Last-Event-ID"))
        let reply = try await control.send(.get, "/events\(query)", headers: header.isEmpty ? [:] : [name: header])
        #expect(reply.status == .badRequest)
        #expect(reply.complaints == [complaint])
        #expect(reply.stream == nil)
    }

    @Test("where too many listen the next one is refused")
    func limit() async throws {
        let reply = try await control.send(.get, "/events?since=99")
        #expect(reply.status == .serviceUnavailable)
        #expect(reply["error.reason"] == "events.tooMany")
    }

    @Test("a body of more than 64 KiB is left out of its event", arguments: [(65_536, "text"), (65_537, "omitted")])
    func longBody(length: Int, encoding: String) async throws {
        let control = ControlPlane()
        control.worlds.told = .made(8, responseBody: ByteBuffer(repeating: 0x78, count: length))
        let reply = try await control.send(.get, "/events")
        var text = ""
        for await piece in try #require(reply.stream) { text += String(buffer: piece) }
        let event = try #require(text.split(separator: "\n\n").first { $0.contains("id: 8\n") })
        let data = try #require(event.split(separator: "\n").last?.dropFirst("data: ".count))
        let shown = try JSONParser.parse(String(data))
        #expect(shown[path: "response.encoding"]?.string == encoding)
        #expect(
            shown[path: "response.body"]
                == (encoding == "text" ? .string(String(repeating: "x", count: length)) : .null))
    }
}
