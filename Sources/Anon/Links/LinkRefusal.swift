import HTTPTypes
import Kernel

/// Why a link cannot be made or opened.
enum LinkRefusal: Error, Sendable, Equatable {
    case missing(String)
    case badRedirect(String)
    case badAddress(String, String)
    case unknownApp(String)

    var reason: Reason {
        switch self {
        case .missing(let name):
            Reason("link.missingParameter", "The query parameter \(name) is missing or empty.")
        case .badRedirect(let url):
            Reason(
                "link.badRedirect",
                "redirectUrl \"\(url)\" is no address to go back to: send the whole URL, for example "
                    + "http://localhost:3000/done, or one of an app's own scheme such as myapp://done.")
        case .badAddress(let name, let url):
            Reason("link.badAddress", "\(name) \"\(url)\" is no http or https URL.")
        case .unknownApp(let app):
            Reason(
                "app.unknown",
                "No app has the id \"\(app)\". GET /account/api/v1/appIntegration lists the built-in ones; any other needs "
                    + "authUrl in the link.")
        }
    }

    /// The status of the page.
    var status: HTTPResponse.Status {
        if case .unknownApp = self { .notFound } else { .badRequest }
    }

    /// The refusal to a program (ours; known is only that it is a JSON object).
    var problem: AnonProblem {
        switch self {
        case .missing(let name): .invalid("\(name) is required", reason.code, reason.detail)
        case .badRedirect: .invalid("redirectUrl is not a valid URL", reason.code, reason.detail)
        case .badAddress(let name, _): .invalid("\(name) is not a valid URL", reason.code, reason.detail)
        case .unknownApp: .invalid("Unknown app", reason.code, reason.detail)
        }
    }
}
