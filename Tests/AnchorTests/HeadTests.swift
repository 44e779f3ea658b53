import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

/// HEAD is safe (RFC 9110, 9.2.1): it tells what GET would answer, and nothing has changed afterwards.
@Suite("HEAD, at Anchor")
struct HeadTests {
    private static let operations = AnchorEndpoints.routes.map(\.endpoint)
        .filter { $0.method == .get && !$0.isWebSocket }

    /// A world in which looking counts wherever it can, and where ids are adopted at first touch or not.
    private static func client(adopting: Bool) -> AnchorClient {
        AnchorClient {
            $0.tokenSpentOn = .opening
            $0.unknownIDs = adopting ? .adopt : .refuse
        }
    }

    @Test("changes nothing and has GET's status and headers", arguments: operations, [true, false])
    func safe(endpoint: Endpoint, adopting: Bool) async {
        let (asked, got) = (Self.client(adopting: adopting), Self.client(adopting: adopting))
        var answers: [AnchorAnswer] = []
        for (client, method) in [(asked, HTTPRequest.Method.head), (got, .get)] {
            let target = await Self.target(of: endpoint, in: client)
            client.advance(.seconds(10))
            client.headers[.cookie] = "wos-session=x"
            let version = client.store.version
            answers.append(await client.send(method, target))
            if method == .head { #expect(client.store.version == version, "\(endpoint.name)") }
        }
        #expect(answers[0].reply.status == answers[1].reply.status)
        #expect(answers[0].reply.headers == answers[1].reply.headers)
        #expect(answers[0].reply.body == answers[1].reply.body, "the edge measures it and leaves it out")
    }

    /// A picture counts for what its session has used.
    private static let counted = ["anchor.takeSessionScreenshot"]

    @Test(
        "is no safer than GET where looking does not count: that is no transition",
        arguments: operations.filter { !counted.contains($0.name) })
    func reading(endpoint: Endpoint) async {
        let client = AnchorClient()
        let target = await Self.target(of: endpoint, in: client)
        let version = client.store.version
        _ = await client.get(target)
        #expect(client.store.version == version, "\(endpoint.name)")
    }

    @Test("nor is a refused GET of an identity that time alone hides")
    func waiting() async {
        let client = AnchorClient { $0.identityVisibility.after = .seconds(5) }
        let id = await client.identity()
        let version = client.store.version
        #expect(await client.get("/v1/identities/\(id)").status == 404)
        #expect(client.store.version == version)
        client.advance(.seconds(5))
        #expect(await client.get("/v1/identities/\(id)").status == 200)
        #expect(client.store.version == version + 1, "from now on it is known")
        #expect(await client.get("/v1/identities/\(id)").status == 200)
        #expect(client.store.version == version + 1)
    }

    @Test("does not open a link that opening spends")
    func opening() async {
        let client = Self.client(adopting: false)
        let path = "/identity/create?token=\(await client.token(await client.application()))"
        for _ in 0..<2 { #expect(await client.send(.head, path).status == 200) }
        #expect(await client.get(path).status == 200)
        #expect(await client.send(.head, path).status == 409)
    }

    @Test("is no read of an identity that shows after some")
    func visibility() async {
        let client = AnchorClient { $0.identityVisibility.afterReads = 1 }
        let id = await client.identity()
        for _ in 0..<3 { #expect(await client.send(.head, "/v1/identities/\(id)").status == 404) }
        #expect(await client.get("/v1/identities/\(id)").status == 404)
        #expect(await client.get("/v1/identities/\(id)").status == 200)
    }

    /// The operation's path with ids of objects that are there, as far as it names any.
    private static func target(of endpoint: Endpoint, in client: AnchorClient) async -> String {
        let application = await client.application()
        let identity = await client.identity()
        let session = await client.session()
        if endpoint.path.contains("recordings") { _ = await client.delete("/v1/sessions/\(session)") }
        let token = await client.token(application)
        let ids = [
            "applicationId": application, "identityId": identity, "session_id": session, "sessionId": session,
            "projectId": client.store.snapshot.project.id,
        ]
        let path = endpoint.path.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? ids[String(segment.dropFirst().dropLast())] ?? "x" : String(segment)
        }.joined(separator: "/")
        return "/\(path)?token=\(token)&sessionId=\(session)"
    }
}
