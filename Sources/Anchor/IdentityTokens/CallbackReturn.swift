import Kernel

/// The way back to the customer: the callback with what happened in its query (anchor.md 5).
struct CallbackReturn: Sendable {
    /// The whole URL.
    let url: String
    /// Why it may not arrive as the customer expects; nil where all is well.
    let reason: Reason?

    /// - Parameters:
    ///   - callback: the URL as the client wrote it.
    ///   - identityID: the new identity; nil where there is none.
    ///   - status: `success`, `cancelled` or `failed`; only the first is the vendor's word.
    init(to callback: String, identityID: String?, status: String, policies: AnchorPolicies) {
        let query = Self.query(identityID: identityID, status: status, parameter: policies.callbackParameter)
        let fragment = callback.firstIndex(of: "#")
        let address = callback[..<(fragment ?? callback.endIndex)]
        let hasQuery = address.contains("?")
        switch policies.callbackAppend {
        case .literal:
            url = "\(callback)?\(query)"
            reason = hasQuery ? Self.hasQuery : fragment == nil ? nil : Self.hasFragment
        case .merge:
            let separator = !hasQuery ? "?" : address.hasSuffix("?") || address.hasSuffix("&") ? "" : "&"
            url = "\(address)\(separator)\(query)\(callback[address.endIndex...])"
            reason = nil
        }
    }

    private static func query(
        identityID: String?, status: String, parameter: AnchorPolicies.CallbackParameter
    ) -> String {
        guard let identityID else { return "status=\(status)" }
        return switch parameter {
        case .snake: "identity_id=\(identityID)&status=\(status)"
        case .camel: "identityId=\(identityID)&status=\(status)"
        case .both: "identity_id=\(identityID)&identityId=\(identityID)&status=\(status)"
        }
    }

    private static let hasQuery = Reason(
        "callback.hasQuery",
        "The callback has a query already, and the vendor appends ?identity_id=… literally: use one without a query.")
    private static let hasFragment = Reason(
        "callback.hasFragment",
        "The callback has a fragment, and the vendor appends ?identity_id=… after it: use one without a fragment.")
}
