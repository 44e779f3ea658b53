import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

struct SessionAccessGrantTests {
    private static let target = "/account/api/v1/sessionAccessGrant"

    private static func body(_ session: String, _ client: String = AnonClient.otherClientID) -> String {
        #"{"sessionId":"\#(session)","sdkClientId":"\#(client)"}"#
    }

    @Test("a grant lets another organisation's client read and use the session until it is taken back")
    func life() async throws {
        let client = AnonClient.withOtherOrganization { $0.unknownStatusReads = 0 }
        let session = try client.link("ada", to: "linkedin")
        let owner = client.bearer
        let count = client.store.snapshot.objectCount
        for _ in 0..<2 {
            let answer = await client.post(Self.target, Self.body(session.id))
            #expect(answer.status == 200)
            #expect(answer.text == Self.body(session.id))
        }
        #expect(client.store.snapshot.objectCount == count + 1)

        client.bearer = AnonClient.otherKey
        #expect(await client.status("ada").text == #"{"status":"active"}"#)
        #expect(
            await client.get("/account/api/v1/session?ownerId=ada&domain=linkedin")["sessionId"]?.string == session.id)
        let cdp = #"{"apps":["linkedin"],"appUserId":"ada"}"#
        #expect(await client.post("/account/api/v1/cdpUrl", cdp).status == 200)
        let deletion = await client.delete("/account/api/v1/session?ownerId=ada&domain=linkedin")
        #expect(deletion.status == 403)
        for method in [HTTPRequest.Method.post, .delete] {
            let passedOn = await client.send(method, Self.target, Self.body(session.id))
            #expect(passedOn.status == 403)
            #expect(passedOn.reason == "session.otherOrganization")
        }

        client.bearer = owner
        #expect(await client.send(.delete, Self.target, Self.body(session.id)).text == Self.body(session.id))
        let again = await client.send(.delete, Self.target, Self.body(session.id))
        #expect(again.status == 404)
        client.bearer = AnonClient.otherKey
        #expect(await client.status("ada").status == 403)
        #expect(await client.post("/account/api/v1/cdpUrl", cdp).status == 404)
    }

    @Test("a grant is for its session alone")
    func oneSession() async throws {
        let client = AnonClient.withOtherOrganization()
        let session = try client.link("ada", to: "linkedin")
        try client.link("ada", to: "amazon")
        #expect(await client.post(Self.target, Self.body(session.id)).status == 200)
        client.bearer = AnonClient.otherKey
        #expect(await client.status("ada", "amazon").status == 403)
        let both = await client.post(
            "/account/api/v1/cdpUrl", #"{"apps":["linkedin","amazon"],"appUserId":"ada"}"#)
        #expect(both.status == 403)
        #expect(client.store.snapshot.remoteBrowsers.isEmpty)
    }

    @Test("a session takes its grants with it")
    func removed() async throws {
        let client = AnonClient.withOtherOrganization()
        let count = client.store.snapshot.objectCount
        let session = try client.link("ada", to: "linkedin")
        #expect(await client.post(Self.target, Self.body(session.id)).status == 200)
        #expect(await client.delete("/account/api/v1/session?ownerId=ada&domain=linkedin").status == 200)
        #expect(client.store.snapshot.objectCount == count + 1)
    }

    @Test("what cannot be granted is refused", arguments: HTTPRequest.Method.allGranting)
    func refused(method: HTTPRequest.Method) async throws {
        let client = AnonClient.withOtherOrganization()
        let session = try client.link("ada", to: "linkedin")
        let prod = try client.link("ada", to: "linkedin", in: .prod)
        let set = client.readyMade
        let isPost = method == .post
        for (body, status, reason) in [
            ("{}", 400, "body.invalid"), (#"{"sessionId":"","sdkClientId":"a"}"#, 400, "body.invalid"),
            (#"{"sessionId":"\#(session.id)"}"#, 400, "body.invalid"), ("{", 400, "body.notJSON"),
            (Self.body("nobody"), 404, "session.unknown"), (Self.body(prod.id), 404, "session.unknown"),
            (Self.body(session.id, "nobody"), 404, isPost ? "sdkclient.unknown" : "sessionaccessgrant.unknown"),
            (
                Self.body(session.id, set.webappClientID), isPost ? 400 : 404,
                isPost ? "sdkclient.notService" : "sessionaccessgrant.unknown"
            ),
            (
                Self.body(session.id, set.prodServiceClientID), isPost ? 400 : 404,
                isPost ? "client.otherEnvironment" : "sessionaccessgrant.unknown"
            ),
        ] {
            let answer = await client.send(method, Self.target, body)
            #expect(answer.status == status, "\(body)")
            #expect(answer.reason == reason, "\(body)")
        }
        #expect(client.store.snapshot.sessions.values.allSatisfy { $0.grantedClientIDs.isEmpty })
    }

    @Test("a full world takes no grant")
    func full() async throws {
        let count = AnonClient.withOtherOrganization().store.snapshot.objectCount
        let client = AnonClient.withOtherOrganization { $0.objectLimit = count + 2 }
        let session = try client.link("ada", to: "linkedin")
        #expect(await client.post(Self.target, Self.body(session.id)).status == 507)
        #expect(client.store.snapshot.sessions[session.id]?.grantedClientIDs == [])
    }
}

extension HTTPRequest.Method {
    fileprivate static let allGranting: [HTTPRequest.Method] = [.post, .delete]
}
