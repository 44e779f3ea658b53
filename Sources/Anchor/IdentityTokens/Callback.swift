import Kernel
import KernelHTTP

/// Which callbacks are taken (anchor.md 2.2: https only; policy `callbackScheme`).
struct CallbackRule: Sendable {
    let policy: AnchorPolicies.CallbackScheme

    /// The callback as it is carried on. Throws the documented 400 for one that is not taken.
    func check(_ callback: String) throws(AnchorProblem) -> String {
        guard let address = WebAddress(callback) else {
            throw refusal(AnchorReason.callbackInvalid, "\"\(callback)\" is not an absolute URL.")
        }
        if address.scheme == "https" { return address.text }
        guard policy == .httpsOrLoopback else {
            throw refusal(
                AnchorReason.callbackNotHTTPS,
                "The callback is http; the vendor takes https only. --allow-http-callbacks lets http to this machine pass."
            )
        }
        guard address.isLoopback else {
            throw refusal(
                AnchorReason.callbackNotHTTPS,
                "An http callback is let pass to this machine only, not to \(address.host).")
        }
        return address.text
    }

    private func refusal(_ code: AnchorReason, _ detail: String) -> AnchorProblem {
        .invalid("callbackUrl must be a valid HTTPS URL", code, detail)
    }
}

/// The way back to the customer: the callback with what happened in its query (anchor.md 5).
struct CallbackReturn: Sendable {
    /// The whole URL.
    let url: String
    /// Why it may not arrive as the customer expects; nil if all is well.
    let reason: Reason?

    /// - Parameters:
    ///   - callback: the URL as the client wrote it, in ASCII.
    ///   - identityID: the new identity; nil if there is none.
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
        AnchorReason.callbackHasQuery,
        "The callback has a query already, and the vendor appends ?identity_id=… literally: use one without a query.")
    private static let hasFragment = Reason(
        AnchorReason.callbackHasFragment,
        "The callback has a fragment, and the vendor appends ?identity_id=… after it: use one without a fragment.")
}

// MARK: - Reasons

extension Reason {
    /// The success step leads nowhere, as for a user who closes the tab there (policy `onSuccess: stay`).
    static let callbackNeverComes = Reason(
        AnchorReason.callbackNeverComes,
        "There is an identity, and the customer's callback is never called (policy onSuccess).")

    /// The callback is called more than once, as by browsers that load links ahead (policy `callbackDelivery`).
    static let callbackTwice = Reason(
        AnchorReason.callbackTwice,
        "The customer's callback is called twice with the same query (policy callbackDelivery).")
}
