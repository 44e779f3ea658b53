/// Which session a call is about: `?ownerId=<app user id>&domain=<app>` (anon.md 3.1).
struct SessionQuery: Sendable {
    let ownerID: String
    let domain: String

    init(_ call: AnonCall) throws(AnonProblem) {
        ownerID = try call.requiredQuery("ownerId")
        domain = try call.requiredQuery("domain")
    }
}
