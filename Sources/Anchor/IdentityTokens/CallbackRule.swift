import Kernel
import KernelHTTP

/// Which callbacks are taken (anchor.md 2.2: https only; policy `callbackScheme`).
struct CallbackRule: Sendable {
    let policy: AnchorPolicies.CallbackScheme

    /// Throws the documented 400 for a callback that is not taken.
    func check(_ callback: String) throws(AnchorProblem) {
        guard let address = WebAddress(callback) else {
            throw refusal("callback.invalid", "\"\(callback)\" is not an absolute URL.")
        }
        if address.scheme == "https" { return }
        guard policy == .httpsOrLoopback else {
            throw refusal(
                "callback.notHTTPS",
                "The callback is http; the vendor takes https only. --allow-http-callbacks lets http to this machine pass."
            )
        }
        guard address.isLoopback else {
            throw refusal(
                "callback.notHTTPS", "An http callback is let pass to this machine only, not to \(address.host).")
        }
    }

    private func refusal(_ code: String, _ detail: String) -> AnchorProblem {
        .invalid("callbackUrl must be a valid HTTPS URL", code, detail)
    }
}
