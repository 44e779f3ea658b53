import HTTPTypes
import Kernel
import KernelHTTP

/// Events (anchor.md 12.11): what one part of a customer's program signals, and another one waits for.
extension Endpoint {
    static let waitForEvent = Endpoint(
        "anchor.waitForEvent", .post, "/v1/events/{event_name}/wait", "Wait for an event",
        choice: """
            Names are those of the world, whatever the key, and have at most 256 bytes. Whoever waits longest gets the \
            next signal, each one signal; of several that were kept the oldest. `timeoutMs` up to a day, on the world's \
            clock; 0 only takes what is there. Whoever hangs up takes nothing.
            """)
    static let signalEvent = Endpoint(
        "anchor.signalEvent", .post, "/v1/events/{event_name}", "Signal an event",
        choice: """
            A signal that nobody waits for is kept until somebody does: at most 100 for a name, with 256 KiB of data \
            together, then 429. `data` is an object of at most 64 KiB.
            """)
    static let waitForOlderEvent = Endpoint(
        "anchor.waitForOlderEvent", .post, "/api/v1/events/{event_name}/wait", "Wait for an event",
        provenance: .undocumented, choice: "An older form of `POST /v1/events/{event_name}/wait`, and the same.",
        successor: "POST /v1/events/{event_name}/wait")
    static let signalOlderEvent = Endpoint(
        "anchor.signalOlderEvent", .post, "/api/v1/events/{event_name}", "Signal an event",
        provenance: .undocumented, choice: "An older form of `POST /v1/events/{event_name}`, and the same.",
        successor: "POST /v1/events/{event_name}")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/events/{event_name}/wait` | 200 `{data}`, 408 |
/// | `POST /v1/events/{event_name}` | 200 `{data: {status}}` |
/// | `POST /api/v1/events/{event_name}…` | the same |
enum EventController {
    static let routes: [Route<AnchorStore>] = [
        Route(.waitForEvent, admit: AnchorAccess.apiKey, waiting: wait),
        Route(.signalEvent, admit: AnchorAccess.apiKey, handle: signal),
        Route(.waitForOlderEvent, admit: AnchorAccess.apiKey, waiting: wait),
        Route(.signalOlderEvent, admit: AnchorAccess.apiKey, handle: signal),
    ]

    /// The vendor's.
    private static let usualTimeout = 60_000
    /// A day (ours).
    private static let longestTimeout = 86_400_000

    private static func wait(_ call: AnchorCall) async throws -> Reply {
        let name = try name(call)
        let fields = try call.members()
        let timeout: Int = try fields.optional("timeoutMs") ?? usualTimeout
        guard (0...longestTimeout).contains(timeout) else {
            throw fields.complaint("timeoutMs", "must be a number of milliseconds from 0 to \(longestTimeout)")
        }
        let deadline = call.now + .milliseconds(Int64(timeout))
        let data: JSONObject? = try await call.waitInLine(for: topic(name)) { now, isFirst in
            if isFirst, let data = call.store.update({ $0.takeSignal(name) }) { return .found(data) }
            // Where ids are adopted, whatever is waited for has happened.
            if call.store.policies.unknownIDs == .adopt { return .found([:]) }
            guard now < deadline else { throw AnchorProblem.eventTimedOut(name, at: deadline) }
            return .later(deadline)
        }
        guard let data else { throw AnchorProblem.eventWaitEnded(name) }
        return .json(.ok, DataReply(JSONValue.object(data)))
    }

    private static func signal(_ call: AnchorCall) throws -> Reply {
        let name = try name(call)
        let fields = try call.members()
        let data: JSONObject = try fields.required("data")
        let size = JSONWriter.bytes(JSONValue.object(data)).count
        guard size <= EventSignals.largestData else {
            throw fields.complaint("data", "must not have more than \(EventSignals.largestData) bytes as JSON")
        }
        try call.update { (state, turn) throws(AnchorProblem) in try state.signal(name, data, size: size, turn) }
        call.store.signals.sendToFirst(topic(name))
        return .json(.ok, StatusReply())
    }

    private static func name(_ call: AnchorCall) throws(AnchorProblem) -> String {
        let name = call.parameter("event_name")
        guard name.utf8.count <= EventSignals.longestName else {
            throw .invalid(
                "event_name must not have more than \(EventSignals.longestName) bytes", CommonReason.bodyInvalid)
        }
        return name
    }

    private static func topic(_ name: String) -> String { "event/\(name)" }
}
