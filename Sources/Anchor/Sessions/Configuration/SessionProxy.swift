/// The way out of a session's browser (anchor.md 4.1).
package enum SessionProxy: Codable, Sendable, Equatable {
    /// One of Anchor's own.
    case anchor(isActive: Bool, country: String, region: String?, city: String?)
    /// One of the customer's.
    case custom(isActive: Bool, server: String, username: String, password: String)

    /// Whether the session goes through it.
    package var isActive: Bool {
        switch self {
        case .anchor(let isActive, _, _, _), .custom(let isActive, _, _, _): isActive
        }
    }

    /// The vendor's word for it: `anchor_proxy` or `custom`.
    package var type: String {
        switch self {
        case .anchor: Kind.anchor.rawValue
        case .custom: Kind.custom.rawValue
        }
    }

    /// The words of `type`.
    enum Kind: String, CaseIterable {
        case anchor = "anchor_proxy"
        case custom
    }
}
