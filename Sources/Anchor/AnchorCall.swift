package import HTTPTypes
import Kernel
import KernelHTTP

/// A call on Anchor.
typealias AnchorCall = Call<AnchorStore>

/// What a transition of Anchor's gets besides its own arguments.
typealias AnchorTurn = Turn<AnchorPolicies>

extension Call where Store == AnchorStore {
    /// The choices of the call's world, and its time.
    var turn: AnchorTurn { AnchorTurn(policies: store.policies, now: now) }

    /// The body's members, read as strictly as the world's choices say.
    func members() throws -> Fields { try fields(reading: store.policies.reading) }

    /// The query's parameters, read as strictly as the world's choices say.
    var queryFields: QueryFields { QueryFields(exchange.query, reading: store.policies.reading) }

    /// Runs one transition. Webhooks are told first what came about before it.
    func update<Value: Sendable, Refusal: Error>(
        _ transition: (inout AnchorState, AnchorTurn) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        let turn = turn
        return try store.update { (state) throws(Refusal) in
            state.settleAgenda(upTo: turn.now)
            return try transition(&state, turn)
        }
    }
}

// MARK: - Fields, headers and texts

/// Fields that several of Anchor's bodies have.
extension Fields {
    /// A site's or sign-in page's address: an http or https URL, or a bare host, which is read as https (anchor.md 2.1).
    func site(_ name: String) throws(FieldComplaint) -> WebAddress {
        let text: String = try required(name)
        guard let site = WebAddress(site: text) else {
            throw complaint(name, "must be an http or https URL such as https://example.com")
        }
        return site
    }

    /// What `read` makes of this object. Where bodies are taken as they come, nil if it cannot be read.
    func ifReadable<Value>(
        _ read: (Fields) throws(FieldComplaint) -> Value
    ) throws(FieldComplaint) -> Value? {
        guard reading == .lenient else { return try read(self) }
        return try? read(Fields(raw))
    }
}

/// Header names of Anchor's API.
extension HTTPField.Name {
    /// The API key (anchor.md 1).
    package static let anchorAPIKey = named("anchor-api-key")
    /// anchor.md 1.3
    static let rateLimit = named("RateLimit")
    /// anchor.md 1.3
    static let rateLimitPolicy = named("RateLimit-Policy")
}

extension String {
    /// Whether `text` occurs in it, in any case; an empty text does.
    func contains(caseInsensitive text: String) -> Bool {
        // No letter has a fourth of its bytes in the other case; a text that is too long is not searched for in every name.
        guard !text.isEmpty, text.utf8.count <= 4 * utf8.count else { return text.isEmpty }
        return ByteSearch(text.lowercased()).occurs(in: lowercased())
    }
}

// MARK: - Replies

/// `{data: {status}}`, as changes of sessions, recordings and profiles answer. The word is ours.
struct StatusReply: JSONWritable {
    private let status: String

    init(_ status: String = "success") {
        self.status = status
    }

    func write(to json: inout JSONWriter) {
        json.object { json in json.member("data", object: { $0.member("status", status) }) }
    }
}

/// `{data}`, the envelope of most groups (anchor.md 1).
struct DataReply<Content: JSONWritable>: JSONWritable {
    private let content: Content

    init(_ content: Content) {
        self.content = content
    }

    func write(to json: inout JSONWriter) {
        json.object { $0.member("data", content) }
    }
}

/// `{data: {count, items}}`, the envelope of several lists (anchor.md 4 and 10).
struct ItemsReply<Item: JSONWritable>: JSONWritable {
    private let items: [Item]

    init(_ items: [Item]) {
        self.items = items
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "data",
                object: { json in
                    json.member("count", items.count)
                    json.member("items", items)
                })
        }
    }
}
