import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("An answer with many elements")
struct BodyPartsTests {
    private static func reply(_ elements: [String]) async throws -> Reply {
        try await .json(
            before: #"{"all":["#, elements: elements.map { text in { @Sendable in JSONWriter.bytes(text) } },
            after: "]}")
    }

    private static func whole(_ elements: [String]) -> String {
        JSONWriter.text(["all": elements.map(JSONValue.string)])
    }

    private static func text(_ reply: Reply) throws -> String {
        let parts = try #require(reply.parts)
        return (0..<parts.count).map { String(buffer: parts.bytes(at: $0)) }.joined()
    }

    @Test("a short one is whole", arguments: [[], ["a"], ["a", "b", "c"]])
    func short(elements: [String]) async throws {
        let reply = try await Self.reply(elements)
        #expect(reply.parts == nil)
        #expect(String(buffer: reply.body) == Self.whole(elements))
        #expect(reply.footprint == reply.body.readableBytes)
    }

    @Test("a long one is in parts, whose length is known, and only the longest of which has to be kept")
    func long() async throws {
        let elements = (1...100).map { String(repeating: "x", count: 100 * $0) }
        let reply = try await Self.reply(elements)
        #expect(reply.body.readableBytes == 0)
        let text = try Self.text(reply)
        #expect(text == Self.whole(elements))
        #expect(reply.parts?.length == text.utf8.count)
        #expect(reply.footprint == 10_003)
        // Asked again, the same comes.
        #expect(try Self.text(reply) == text)
    }

    @Test("nobody's answer is not made to its end")
    func cancelled() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await Self.reply(["a", "b"])
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

extension JSONWriter {
    /// An object of one array.
    fileprivate static func text(_ object: [String: [JSONValue]]) -> String {
        text(JSONValue.object(JSONObject(object.map { ($0.key, .array($0.value)) })))
    }
}
