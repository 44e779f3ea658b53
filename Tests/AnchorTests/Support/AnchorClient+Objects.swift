import HTTPTypes
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

    /// An extension and an integration of this id.
    func addUploads(_ id: String) {
        store.update { state in
            state.insertExtension(.adopted(name: "E"), id: id, ordinal: state.nextOrdinal(), now: now)
            state.insertIntegration(.init(name: "I"), id: id, ordinal: state.nextOrdinal(), now: now)
        }
    }

    /// Posts a form of these texts and of a file, if there is one.
    func upload(
        _ target: String, _ texts: [String: String], _ file: [UInt8]?, named name: String = "upload"
    ) async -> AnchorAnswer {
        headers[.contentType] = MultipartBody.contentType
        defer { headers[.contentType] = nil }
        return await send(.post, target, bytes: MultipartBody.form(texts, file, named: name))
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
