import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// The page for a link that leads nowhere: what is wrong, and what to do next.
struct LinkRefusalPage: Sendable {
    private let status: HTTPResponse.Status
    private let heading: String
    private let advice: [Advice]
    private let reason: Reason
    private var wayBack: String?

    /// The page for parameters that are missing or wrong.
    init(_ refusal: LinkRefusal, api: Origin) {
        status = refusal.status
        reason = refusal.reason
        heading =
            switch refusal {
            case .missing: "This link is not complete"
            case .badRedirect: "This link leads back to nowhere"
            case .badAddress: "This link has a bad address in it"
            case .unknownApp: "This app is unknown"
            }
        advice = [
            Advice(
                text: "Make the link with the API: it puts all parameters in, and escapes them.",
                command: Self.createLink(api))
        ]
    }

    /// The page for credentials that are refused.
    init(_ refusal: AppUserRefusal, visit: LinkVisit) {
        status = .unauthorized
        reason = refusal.reason
        heading = "This link is not authorized"
        advice = [
            Advice(text: "clientId is the id of a webapp client, of the pool whose key set the token is signed with."),
            Advice(
                text: "Try a link with credentials that Drydock issues; the difference is the mistake.",
                command: Self.createLink(visit.api)),
        ]
        wayBack = visit.link.wayBack(.failed(.authorization))
    }

    /// The page for a world without room.
    init(_ problem: AnonProblem, visit: LinkVisit) {
        status = problem.status
        reason = problem.reason
        heading = "There is no room for this user"
        advice = [
            Advice(
                text: "Empty the world and make a new link.",
                command: "curl -X POST '\(visit.api.url)/_drydock/reset'")
        ]
        wayBack = visit.link.wayBack(.failed(.service))
    }

    /// The page for a form that is not one of the page's.
    init(unreadableFormOf visit: LinkVisit) {
        status = .badRequest
        heading = "This form cannot be read"
        reason = Reason(SignInReason.formInvalid, "The form has no step that there is, or no action that there is.")
        advice = [
            Advice(text: "Open the link again; nothing was linked."),
            Advice(
                text: "Programs rather finish Link with POST /_drydock/link/complete. The form is "
                    + "application/x-www-form-urlencoded, and its step is one of "
                    + LinkFlow.Step.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        ]
    }

    var reply: Reply {
        let view = RefusalView(heading: heading, reason: reason, advice: advice, wayBack: wayBack)
        return LinkPages.library.reply(status, LinkPages.Name.refusal.rawValue, view, reason: reason)
    }

    private static func createLink(_ api: Origin) -> String {
        """
        curl -G '\(api.url)/link/url' -H 'Authorization: Bearer anon_test' \\
          -d app=linkedin -d appUserId=example-user \\
          --data-urlencode redirectUrl=http://localhost:3000/done
        """
    }
}
