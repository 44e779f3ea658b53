import DrydockTesting
import Kernel
import Testing

/// A webhook for `task.completed` and `task.failed` in a world, and that world as a test sees it.
struct Hook {
    let drydock: RunningDrydock
    let world: String
    let id: String
    let secret: String

    init(_ drydock: RunningDrydock, _ world: String, to url: String) async throws {
        let answer = try await drydock.post(
            "/v1/webhooks", #"{"url":"\#(url)","subscribed_events":["task.completed","task.failed"]}"#,
            key: "sk-test@\(world)")
        #expect(answer.status == 201, "\(answer.text)")
        self.drydock = drydock
        self.world = world
        id = try #require(answer["id"]?.string)
        secret = try #require(answer["secret"]?.string)
    }

    /// Makes an event happen.
    func fire(_ body: String = #"{"type":"task.completed"}"#) async throws -> Answer {
        let answer = try await drydock.post("/_drydock/webhooks/events?world=\(world)", body)
        #expect(answer.status == 202, "\(answer.text)")
        return answer
    }

    /// The deliveries in the world's journal, once there are so many.
    func sent(_ count: Int) async throws -> [JSONValue] {
        let answer = try await drydock.get(
            "/_drydock/requests?world=\(world)&direction=outgoing&wait=30s&count=\(count)")
        let entries = answer["requests"]?.array ?? []
        try #require(entries.count >= count, "\(answer.text)")
        return entries
    }

    /// What waits for the world's clock, once it is so much.
    func pending(_ count: Int) async throws -> [JSONValue] {
        while true {
            let pending = try await drydock.get("/_drydock/clock?world=\(world)")["pending"]?.array ?? []
            if pending.count == count { return pending }
        }
    }

    func advance(_ span: String) async throws {
        let answer = try await drydock.post("/_drydock/clock?world=\(world)", #"{"advance":"\#(span)"}"#)
        #expect(answer.status == 200, "\(answer.text)")
    }

    func rule(_ effect: String, _ more: String = "") async throws {
        let answer = try await drydock.post(
            "/_drydock/rules?world=\(world)", #"{"on":"anchor.deliverWebhook"\#(more),"effect":\#(effect)}"#)
        #expect(answer.status == 201, "\(answer.text)")
    }

    /// The vendor's log of deliveries, once the newest has this status: the journal has a try a moment earlier.
    func log(_ status: String) async throws -> Answer {
        while true {
            let log = try await drydock.get("/v1/webhooks/\(id)/events", key: "sk-test@\(world)")
            if log["events.0.status"] == .string(status) { return log }
        }
    }
}
