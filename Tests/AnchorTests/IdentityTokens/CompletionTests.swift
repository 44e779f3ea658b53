import Kernel
import Testing

@testable import Anchor

struct CompletionTests {
    private typealias SignIn = ConnectOutcome.SignIn

    @Test(
        "success makes an identity of what the user signed in with",
        arguments: [
            (ConnectOutcome.SignIn(userName: "ada", name: "Ada L."), "Ada L."), (.init(userName: "ada"), "ada"),
            (.init(), "Unnamed Identity"),
        ])
    func success(signIn: ConnectOutcome.SignIn, name: String) async throws {
        let client = AnchorClient()
        let application = await client.application()
        var signIn = signIn
        signIn.credentials = [.usernamePassword(username: "ada", password: "secret")]
        signIn.authFlow = "Standard authentication"
        let identity = try #require(try client.complete(await client.token(application), .success(signIn)).identity)
        #expect(identity.name == name)
        let answer = await client.get("/v1/identities/\(identity.id)")
        #expect(answer["status"] == "validated")
        #expect(answer["source"] == "https://shop.example.com")
        #expect(answer["metadata"] == [:])
        let row = await client.get("/v1/applications/\(application)/identities")
        #expect(row["identities.0.auth_flow"] == "Standard authentication")
        let stored = await client.get("/v1/identities/\(identity.id)/credentials")
        #expect(stored["credentials.0.username"] == "ada")
    }

    @Test("a pending user's identity is pending for as long as a validation takes")
    func pending() async throws {
        let client = AnchorClient()
        let token = await client.token(await client.application())
        let identity = try #require(
            try client.complete(token, .success(SignIn(userName: "user_pending", isPending: true))).identity)
        #expect(identity.status(at: client.now) == .pending)
        #expect(identity.status(at: client.now + .milliseconds(1999)) == .pending)
        #expect(identity.status(at: client.now + .seconds(2)) == .validated)
    }

    @Test("validation after the page takes the time and the end that the policy says")
    func validationAfterPage() async throws {
        let client = AnchorClient {
            $0.identityValidation.afterPage = .seconds(10)
            $0.identityValidation.outcome = .failed
        }
        let token = await client.token(await client.application())
        let identity = try #require(try client.complete(token).identity)
        #expect(identity.status(at: client.now + .milliseconds(9999)) == .pending)
        #expect(identity.status(at: client.now + .seconds(10)) == .failed)
    }

    @Test(
        "who cancels or cannot sign in is sent back without an identity, and the token is spent",
        arguments: [(ConnectOutcome.cancelled, "cancelled"), (.failed(reason: "The password is wrong."), "failed")])
    func sentBack(outcome: ConnectOutcome, status: String) async throws {
        let client = AnchorClient()
        let token = await client.token(await client.application())
        let completion = try client.complete(token, outcome)
        #expect(completion.identity == nil)
        #expect(completion.callback == "\(AnchorClient.callback)?status=\(status)")
        #expect(completion.reason?.code == "signIn.\(status)")
        #expect(throws: IdentityTokenRefusal.alreadyUsed(firstAt: client.now)) { try client.complete(token) }
        #expect(client.store.snapshot.identities.isEmpty)
    }

    @Test(
        "who stays on the page keeps a good token",
        arguments: [ConnectOutcome.cancelled, .failed(reason: "The account is locked.")])
    func stays(outcome: ConnectOutcome) async throws {
        let client = AnchorClient { $0.onCancel = .stay }
        let token = await client.token(await client.application())
        for _ in 1...2 { #expect(try client.complete(token, outcome).callback == nil) }
        #expect(client.store.snapshot.identities.isEmpty)
        #expect(try client.complete(token).identity != nil)
    }

    @Test("a world that is full makes no identity, and the token stays good")
    func full() async throws {
        let client = AnchorClient { $0.objectLimit = 3 }
        let token = await client.token(await client.application())
        #expect(throws: IdentityTokenRefusal.worldIsFull(limit: 3)) { try client.complete(token) }
        #expect(try client.store.peek(token: token, at: client.now).callback == AnchorClient.callback)
        #expect(client.store.snapshot.objectCount == 3)
    }

    @Test(
        "the control plane's request says what happened, or the user's name does",
        arguments: [
            (#"{}"#, ConnectOutcome.success(.init())),
            (
                #"{"outcome":"success","userName":"ada","name":"Ada","password":"p"}"#,
                .success(
                    .init(
                        userName: "ada", name: "Ada", credentials: [.usernamePassword(username: "ada", password: "p")]))
            ),
            (
                #"{"userName":"user_pending"}"#,
                .success(
                    .init(
                        userName: "user_pending",
                        credentials: [.usernamePassword(username: "user_pending", password: "")], isPending: true))
            ),
            (#"{"outcome":"cancel"}"#, .cancelled), (#"{"userName":"user_cancel"}"#, .cancelled),
            (#"{"outcome":"failed"}"#, .failed(reason: "The sign-in failed.")),
            (#"{"userName":"user_locked"}"#, .failed(reason: "The account is locked.")),
        ])
    func requests(body: String, outcome: ConnectOutcome) throws {
        let object = try #require(try JSONParser.parse(body.utf8).object)
        #expect(try CompletionRequest(Fields(object)).outcome == outcome)
    }

    @Test("a request with an unknown outcome is refused", arguments: [#"{"outcome":"won"}"#, #"{"outcome":1}"#])
    func badRequests(body: String) throws {
        let object = try #require(try JSONParser.parse(body.utf8).object)
        #expect(throws: FieldComplaint.self) { try CompletionRequest(Fields(object)) }
    }
}
