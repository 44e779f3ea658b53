import HTTPTypes
import Kernel
import KernelHTTP

/// Who may call Anchor's API: whoever sends a key that is not refused (anchor.md 1 and 1.2; Choices.md).
enum AnchorAccess {
    /// Keys that start so are refused in every scenario (MagicValues.md).
    private static let refusedPrefix: StaticString = "sk-invalid"

    /// Lets calls with a good key in; 401 for the others.
    static let apiKey: Route<AnchorStore>.Admission = { call in
        if let reason = refusal(of: call) { throw AnchorProblem.invalidKey(reason) }
    }

    /// The same with the text that the vendor publishes for reauthenticate (anchor.md 1.1).
    static let teamKey: Route<AnchorStore>.Admission = { call in
        if let reason = refusal(of: call) {
            throw AnchorProblem(.unauthorized, "Missing API key for team", reason)
        }
    }

    /// For pages that a browser opens: no key at all.
    static let open: Route<AnchorStore>.Admission = { _ in }

    /// The call's key without the `@world` at its end; empty if there is none.
    static func key(of call: AnchorCall) -> Substring {
        guard let key = call.exchange.head.headerFields.value(of: .anchorAPIKey) else { return "" }
        return MarkedKey(key).credential
    }

    private static func refusal(of call: AnchorCall) -> Reason? {
        let key = key(of: call)
        if key.isEmpty { return Reason(CommonReason.keyMissing, "The header anchor-api-key is missing or empty.") }
        return refusal(of: key, in: call)
    }

    /// Why a key that is there is not taken; nil if it is.
    static func refusal(of key: Substring, in call: AnchorCall) -> Reason? {
        if key.utf8.starts(with: refusedPrefix) {
            return Reason(CommonReason.keyRefused, "Keys that start with \(refusedPrefix) are always refused.")
        }
        guard let accepted = call.store.policies.apiKeys, !accepted.contains(where: { $0 == key }) else { return nil }
        return Reason(CommonReason.keyRefused, "The key is not among the scenario's policies.apiKeys.")
    }
}
