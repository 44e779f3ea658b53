import DrydockTesting
import Kernel
import Testing

/// The first steps with Anon, as its guides have them: log in, pool, client, token, Link, session.
struct AnonFlow {
    let drydock: RunningDrydock
    let world: String

    init(_ drydock: RunningDrydock, world: String = "flow") {
        self.drydock = drydock
        self.world = world
    }

    /// Everything once; every answer's date and body in order.
    func transcript() async throws -> [String] {
        var lines: [String] = []
        func record(_ answer: Answer) -> Answer {
            lines.append("\(answer.status) \(answer.header("Date") ?? "") \(answer.text)")
            return answer
        }
        var caller = AnonCaller(drydock, bearer: nil, headers: ["X-Drydock-World": world])
        let login = record(
            try await caller.post("/org/login", #"{"email":"admin@drydock.example","password":"drydock"}"#))
        caller.headers = [:]
        caller.bearer = login["token"]?.string
        let pool = record(try await caller.post("/org/userPool", #"{"name":"Users","description":"d"}"#))
        let poolID = try #require(pool["id"]?.string)
        let application = #"{"name":"web","description":"d","kind":{"application":{"userPoolId":"\#(poolID)"}}}"#
        let webapp = record(try await caller.post("/org/sdkClient", application))
        let service = record(
            try await caller.post("/org/sdkClient", #"{"name":"s","description":"d","kind":"service"}"#))
        caller.bearer = service["auth.secret"]?.string
        let issued = record(
            try await caller.post("/org/appUserIdToken", #"{"appUserId":"ada","userPoolId":"\#(poolID)"}"#))
        let token = try #require(issued["appUserIdToken"]?.string)
        let status = "/account/api/v1/session/status?ownerId=ada&domain=amazon"
        _ = record(try await caller.get(status))
        let clientID = try #require(webapp["id"]?.string)
        let link = record(
            try await caller.get(
                "/link/url?app=amazon&appUserId=ada&clientId=\(clientID)&redirectUrl=https%3A%2F%2Fcustomer.test%2F"))
        let url = try #require(link["url"]?.string)
        let query = try #require(url.split(separator: "?").last)
        _ = record(try await AnonCaller(drydock, bearer: nil).get("/?\(query)"))
        let order = #"{"app":"amazon","clientId":"\#(clientID)","appUserIdToken":"\#(token)"}"#
        _ = record(try await drydock.post("/_drydock/link/complete", order))
        for _ in 0..<2 { _ = record(try await caller.get(status)) }
        _ = record(try await caller.get("/account/api/v1/session?ownerId=ada&domain=amazon"))
        _ = record(try await caller.send("DELETE", "/account/api/v1/session?ownerId=ada&domain=amazon"))
        return lines.map { $0.replacing(":\(drydock.port)", with: "").replacing("%3A\(drydock.port)", with: "") }
    }
}
