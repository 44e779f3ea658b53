import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// `/events`
enum EventCalls {
    /// How long a client waits, in milliseconds, before it connects again.
    private static let retry = 1000

    @Sendable static func stream(_ call: ControlCall) throws -> Reply {
        let mask = try RequestCalls.mask(call)
        let subscription = try call.worlds.subscribe(to: try call.worldName(), after: try lastKnown(call))
        var reply = Reply(
            .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ByteBuffer(string: "retry: \(retry)\n\n"))
        reply.stream = AsyncStream {
            guard let events = await subscription.next() else { return nil }
            return ByteBuffer(string: events.map { $0.text(mask: mask) }.joined())
        }
        return reply
    }

    /// What the client says it has: a browser that connects again knows better than the address that it was given.
    private static func lastKnown(_ call: ControlCall) throws(ControlRefusal) -> Int? {
        if let text = call.exchange.header("Last-Event-ID"), !text.isEmpty {
            guard let number = number(text) else {
                throw .invalidQuery(["The header Last-Event-ID must be a request's number, not \"\(text)\""])
            }
            return number
        }
        guard let text = call.query("since") else { return nil }
        guard let number = number(text) else {
            throw .invalidQuery(["The query parameter since must be a request's number, not \"\(text)\""])
        }
        return number
    }

    private static func number(_ text: String) -> Int? {
        Int(text).flatMap { $0 >= 0 ? $0 : nil }
    }
}
