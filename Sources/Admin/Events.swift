import HTTPTypes
package import Kernel
package import KernelHTTP
import NIOCore

/// The stream of a world's events: `/events`.
enum EventController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "streamEvents", .get, "/events", "Tells what happens in a world, as it happens",
            query: ["since", "secrets"], handle: stream)
    ]

    /// How long a client waits, in milliseconds, before it connects again.
    private static let retry = 1000

    @Sendable private static func stream(_ call: ControlCall) throws -> Reply {
        let mask = try call.secretMask()
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

    /// The last exchange that the client has. The header wins: a browser that reconnects sends it with its first URL.
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

// MARK: - Events

/// What happens in worlds, as it happens.
package protocol ControlledEvents: Sendable {
    /// Begins to listen to the world of this name, also when that world is swapped.
    ///
    /// - Parameter number: the last exchange that the listener knows; it gets all later ones that the journal has. With nil
    ///   it gets only what happens from now on, with 0 all that the journal has.
    /// - Throws: if too many listen already.
    func subscribe(
        to world: WorldName, after number: Int?
    ) throws(ControlRefusal) -> any EventSubscription
}

/// One listener's place in the events of a world.
package protocol EventSubscription: AnyObject, Sendable {
    /// What happened since the last call, in order; waits if nothing did. Returns nil when there will be nothing more.
    func next() async -> [ServerEvent]?
}

/// What a listener of `/events` gets.
package enum ServerEvent: Sendable {
    /// An exchange ended and stands in the journal.
    case request(JournalEntry)
    /// The world was swapped or forgotten; its newest exchange is now `newest`, 0 if there is none.
    case world(WorldChange, newest: Int)
    /// So many exchanges left the journal before the listener got them.
    case dropped(Int)
    /// Nothing happened for a while.
    case heartbeat
}

/// That a world was swapped for another one of its name, or forgotten.
package struct WorldChange: Sendable, Hashable {
    /// What happened to it.
    package enum Kind: String, Sendable, CaseIterable {
        /// It went back to its start.
        case reset
        /// It began anew from a scenario.
        case loaded
        /// It went back to a snapshot, or to before a request.
        case restored
        /// It was forgotten; the next request in it makes it anew.
        case dropped
        /// It was forgotten for want of room.
        case evicted
    }

    /// The world's name.
    package let world: WorldName
    /// What happened.
    package let kind: Kind
    /// The scenario that it begins with, or began with if it is gone.
    package let scenario: String

    /// A change that happened to a world.
    package init(_ kind: Kind, of world: WorldName, scenario: String) {
        self.kind = kind
        self.world = world
        self.scenario = scenario
    }
}

// MARK: - Wire forms

extension ServerEvent {
    /// The most bytes of a body that an event has: every listener may have one unread. A longer body is in `/requests/{number}`.
    private static let longestBody = 64 * 1024

    /// The event in a `text/event-stream` (WHATWG HTML, 9.2.6). An exchange's id is its number, so that a client that
    /// reconnects says with `Last-Event-ID` how far it got.
    func text(mask: SecretMask) -> String {
        switch self {
        case .request(let entry):
            // What Drydock sends has no number of its own: a client that reconnects goes on behind the last request.
            Self.text(
                "request", id: entry.direction == .incoming ? entry.number : nil,
                data: ShownEntry(entry, mask: mask, longestBody: Self.longestBody))
        case .world(let change, let newest): Self.text("world", id: newest, data: change)
        case .dropped(let count):
            Self.text("dropped", id: nil, data: ["count": .integer(Int64(count))] as JSONObject)
        case .heartbeat: ": still here\n\n"
        }
    }

    /// JSON has no line breaks of its own: one `data` line is enough.
    private static func text(_ name: String, id: Int?, data: some JSONWritable) -> String {
        let id = id.map { "id: \($0)\n" } ?? ""
        return "event: \(name)\n\(id)data: \(JSONWriter.text(data))\n\n"
    }
}

extension WorldChange: JSONWritable {
    /// `{world, change, scenario}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("change", kind.rawValue)
            json.member("scenario", scenario)
        }
    }
}
