import HTTPTypes
import Kernel
import KernelHTTP

/// Who may ask for a project: whoever brings the cookie of a signed-in user (anchor.md 6, 1).
enum ProjectAccess {
    static let cookieName = "wos-session"

    /// Lets calls with any value of the cookie in; 401 for the others.
    static let cookie: Route<AnchorStore>.Admission = { call in
        let value = call.exchange.cookies[cookieName] ?? ""
        guard AnchorAccess.withoutWorld(value).isEmpty else { return }
        throw AnchorProblem(
            .unauthorized, "Unauthorized",
            Reason("cookie.missing", "The cookie \(cookieName) is missing or empty; any value is taken."))
    }

    /// The `@world` at the end of the cookie; empty where there is none.
    static func worldSuffix(of call: AnchorCall) -> Substring {
        let value = call.exchange.cookies[cookieName] ?? ""
        return value.dropFirst(AnchorAccess.withoutWorld(value).count)
    }
}
