import DrydockTesting
import Kernel
import Testing

/// What becomes of deliveries when worlds do.
@Suite("Deliveries and the worlds that they are of", .timeLimit(.minutes(5)))
struct WebhookWorldTests {
    @Test("a reset forgets what is due, also what one move of the clock would bring about")
    func reset() async throws {
        try await WebhookReceiver.run(answering: { _, _ in .status(500) }) { receiver in
            try await withDrydock { drydock in
                let hook = try await Hook(drydock, "w", to: receiver.url())
                _ = try await hook.fire()
                _ = try await hook.pending(1)
                _ = try await drydock.post("/_drydock/reset?world=w")
                #expect(try await hook.pending(0).isEmpty)
                try await hook.advance("24h")
                let other = try await Hook(drydock, "w", to: receiver.url("/other"))
                _ = try await other.fire()
                _ = await receiver.wait(for: 1, at: "/other")
                #expect(receiver.deliveries("/hook").count == 1)
            }
        }
    }

    @Test("a world that goes back to a snapshot delivers what was due there")
    func restore() async throws {
        try await WebhookReceiver.run(answering: { _, index in .status(index == 0 ? 500 : 200) }) { receiver in
            try await withDrydock { drydock in
                let hook = try await Hook(drydock, "w", to: receiver.url())
                let fired = try await hook.fire()
                _ = try await hook.pending(1)
                _ = try await drydock.post("/_drydock/snapshots?world=w", #"{"name":"s"}"#)
                try await hook.advance("10s")
                _ = await receiver.wait(for: 2)
                _ = try await hook.pending(0)
                _ = try await drydock.post("/_drydock/snapshots/s/restore?world=w")
                _ = try await hook.pending(1)
                try await hook.advance("10s")
                let all = await receiver.wait(for: 3)
                #expect(all.map { $0.json[path: "id"] } == [fired["eventId"], fired["eventId"], fired["eventId"]])
            }
        }
    }

    @Test("under many resets, nothing is delivered with the secret of another world, or to another's receiver")
    func resetUnderLoad() async throws {
        try await WebhookReceiver.run { receiver in
            try await withDrydock { drydock in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for world in ["a", "b"] {
                        group.addTask {
                            for round in 0..<50 {
                                let path = "/\(world)/\(round)"
                                let hook = try await Hook(drydock, world, to: receiver.url(path))
                                for _ in 0..<3 {
                                    _ = try await hook.fire(
                                        #"{"type":"task.completed","data":{"path":"\#(path)"}}"#)
                                }
                                // Some are under way, some are not, and some are over.
                                if round.isMultiple(of: 3) { _ = await receiver.wait(for: 1, at: path) }
                                _ = try await drydock.post("/_drydock/reset?world=\(world)")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                for delivery in receiver.deliveries() {
                    #expect(delivery.json[path: "data.path"] == .string(delivery.path))
                }
                for world in ["a", "b"] {
                    let hook = try await Hook(drydock, world, to: receiver.url("/\(world)/last"))
                    _ = try await hook.fire(#"{"type":"task.completed","data":{"path":"/\#(world)/last"}}"#)
                    #expect(try await hook.sent(1).count == 1, "the journal has none of the worlds before")
                    #expect(try await hook.log("succeeded")["pagination.total"] == 1)
                }
            }
        }
    }
}
