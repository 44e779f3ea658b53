import FoundationEssentials
import Kernel
import Testing

@testable import Anchor

extension AnchorClient {
    /// A world that begins with this part of a scenario.
    static func seeded(_ seed: JSONValue) throws -> AnchorClient {
        let seed = try AnchorSeed(json: seed)
        #expect(seed.complaints().isEmpty)
        return AnchorClient(seed: seed)
    }

    func tool(_ name: String, _ body: JSONValue, in session: String? = nil) async -> AnchorAnswer {
        await post("/v1/tools/\(name)" + (session.map { "?sessionId=\($0)" } ?? ""), JSONWriter.text(body))
    }

    /// Lets waiting calls see a clock that has gone on by so much since they came.
    func letWait(_ span: TimeSpan) {
        clock = WorldClock(start: now + span, mode: .frozen, wall: .constant(now))
    }
}

extension AnchorSeed {
    /// A part of a scenario, as JSON has it.
    init(json: JSONValue) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(JSONWriter.bytes(json)))
    }
}
