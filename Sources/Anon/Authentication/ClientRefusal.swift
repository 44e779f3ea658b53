import Kernel

/// Why an SDK client id leads to no user pool (anon.md 9, row 4a).
enum ClientRefusal: Error, Equatable, Sendable {
    case missing
    case unknown(id: String)
    case isService(id: String, webapp: String?)
    case poolGone(id: String)

    var reason: Reason {
        switch self {
        case .missing:
            Reason(
                "client.missing",
                "There is no X-Anon-Sdk-Client-Id header, or no clientId for Link: nothing says which pool the user is of."
            )
        case .unknown(let id):
            Reason(
                "client.unknown",
                "No SDK client has the id \(id). After a new client was made, its new id is the clientId.")
        case .isService(let id, let webapp):
            Reason(
                "client.isService",
                "SDK client \(id) is a service client, which has an API key and no user pool. clientId is the id of a webapp "
                    + "client" + (webapp.map { ", here \($0)." } ?? "."))
        case .poolGone(let id): Reason("userpool.unknown", "The pool of SDK client \(id) is gone.")
        }
    }
}
