import Browsers
import HashTreeCollections
import Kernel
import KernelHTTP

/// A site that end users connect (anchor.md 2), with its auth flows and the identities that belong to it.
struct ClientApplication: Codable, Sendable, Equatable {
    /// What the client says of a new application.
    struct Draft: Sendable {
        let site: WebAddress
        var name: String?
        var description: String?
        /// What browsers have of its identities.
        var signedIn: StorageState?
    }

    /// A UUID, unless a client brought its own (policy `unknownIds`).
    let id: String
    /// The place in the order of making.
    let ordinal: Int64
    /// The site in normal form, for example `https://example.com`: scheme, host, and port where it is not the usual one.
    let site: String
    var name: String
    var description: String?
    /// What browsers have of its validated identities, unless an identity has its own; nil if nothing is known of it.
    let signedIn: StorageState?
    /// The ways to sign in, in the order of making.
    var authFlows: [AuthFlow] = []
    /// Its identities.
    var identityIDs = TreeSet<String>()
    let createdAt: Moment
    var updatedAt: Moment

    init(id: String, ordinal: Int64, draft: Draft, createdAt: Moment) {
        self.id = id
        self.ordinal = ordinal
        self.createdAt = createdAt
        site = draft.site.origin
        name = draft.name ?? draft.site.host
        description = draft.description
        signedIn = draft.signedIn
        updatedAt = createdAt
    }

    /// The methods of all its flows, each once.
    var authMethods: [String] {
        var seen: Set<String> = []
        return authFlows.flatMap(\.methods).filter { seen.insert($0).inserted }
    }

    /// Whether name or site contains `text`, in any case; every one contains an empty text.
    func matches(search text: String) -> Bool {
        name.contains(caseInsensitive: text) || site.contains(caseInsensitive: text)
    }
}
