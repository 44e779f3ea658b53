import HTTPTypes
import KernelHTTP

/// Members and their sessions (anon.md 2.2 and 2.3).
extension Endpoint {
    static let createMember = Endpoint(
        "anon.createMember", .post, "/org/member", "Add a member to an organisation",
        choice: "An Admin's session token or an API key of the organisation may; others get 403.")
    static let getMember = Endpoint(
        "anon.getMember", .get, "/org/member/{memberId}", "Read a member", choice: "No bearer is needed.")
    static let login = Endpoint(
        "anon.login", .post, "/org/login", "Log a member in",
        choice: """
            No bearer is needed. The session token lives for 24 h (policy memberSessionLifetime); a wrong password is a 401. \
            The world is the one of `X-Drydock-World`, else the default one.
            """)
}
