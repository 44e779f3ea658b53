import Kernel
import Testing

@testable import Anchor

/// Objects that most tests begin with.
extension AnchorClient {
    static let callback = "https://app.example.com/callback"
    static let unknownID = "11111111-2222-4333-8444-555555555555"
    static let credentials = #"[{"type":"username_password","username":"ada","password":"secret"}]"#

    func application(_ source: String = "https://shop.example.com") async -> String {
        let answer = await post("/v1/applications", #"{"source":"\#(source)"}"#)
        #expect(answer.status == 201)
        return answer.id
    }

    func token(_ application: String, callback: String = AnchorClient.callback) async -> String {
        let answer = await post("/v1/applications/\(application)/tokens", #"{"callbackUrl":"\#(callback)"}"#)
        #expect(answer.status == 201)
        return (answer["token"] ?? answer["data.token"])?.string ?? ""
    }

    /// An identity that is validated already.
    func identity(_ members: String = "") async -> String {
        let answer = await post(
            "/v1/identities?validateAsync=false",
            #"{"source":"https://shop.example.com/login","credentials":\#(Self.credentials)\#(members)}"#)
        #expect(answer.status == 201)
        return answer.id
    }

    func complete(
        _ token: String, _ outcome: ConnectOutcome = .success(.init(userName: "ada"))
    ) throws(IdentityTokenRefusal) -> Completion {
        try store.complete(token: token, outcome: outcome, at: now)
    }

    // MARK: - Sessions

    /// A session of this body; the test fails where it is refused.
    func session(_ body: String = "") async -> String {
        let answer = await post("/v1/sessions", body)
        #expect(answer.status == 200, "\(answer.text)")
        return answer["data.id"]?.string ?? ""
    }

    func status(of session: String) async -> String? {
        await get("/v1/sessions/\(session)")["data.status"]?.string
    }

    /// The ids that a list shows, in its order.
    func sessions(_ query: String = "") async -> [String] {
        let answer = await get("/v1/sessions?limit=50&\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return answer["data.sessions"]?.array?.compactMap { $0[path: "id"]?.string } ?? []
    }
}
