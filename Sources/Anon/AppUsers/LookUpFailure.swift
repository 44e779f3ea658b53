import HTTPTypes
import Kernel

/// Why an external user id leads to no app user.
enum LookUpFailure: Error, Equatable, Sendable {
    /// The user never linked (anon.md 9, row 6).
    case notLinked(externalID: String)
    /// The look-up crashed over a user who never linked (anon.md 9, row 7).
    case crashed(externalID: String)

    var isCrash: Bool {
        if case .crashed = self { true } else { false }
    }

    /// The look-up's status with its reason phrase.
    func status(_ policies: AnonPolicies) -> HTTPResponse.Status {
        switch self {
        case .notLinked: .notFound
        case .crashed:
            HTTPResponse.Status(
                code: 500,
                reasonPhrase: policies.crashPhrase == .quoted ? "Internal Server" : "Internal Server Error")
        }
    }

    var reason: Reason {
        switch self {
        case .notLinked(let id):
            Reason(
                "user.notLinked",
                "App user \"\(id)\" never linked in this organisation and key space. A token alone links nobody: let the "
                    + "user finish Link, or POST /_drydock/link/complete.")
        case .crashed(let id):
            Reason(
                "user.lookupCrashed",
                "The look-up of app user \"\(id)\", who never linked, crashed as ordered. Let the user finish Link.")
        }
    }
}
