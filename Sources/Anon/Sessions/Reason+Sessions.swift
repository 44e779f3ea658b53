import Kernel

extension Reason {
    /// Only another organisation has such a session.
    static func otherOrganizationsSession(of externalID: String, at app: String) -> Reason {
        Reason(
            "session.otherOrganization",
            "The session of \"\(externalID)\" at \(app) belongs to another organisation than the bearer. A session access "
                + "grant lets a service client use it; to remove it takes its owner.")
    }

    /// There is a session, and it cannot be used.
    static func sessionNotActive(_ session: Session) -> Reason {
        Reason(
            "session.notActive",
            "The session of \"\(session.user.externalID)\" at \(session.app) is \(session.condition.rawValue). Let the user "
                + "link \(session.app) anew.")
    }
}
