import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Whom a request is for")
struct AnonRoutingTests {
    private static let anon = "svc.sandbox.anon.localhost"
    private static let link = "link.svc.sandbox.anon.localhost"
    private static let anchor = "api.anchorbrowser.localhost"

    @Test(
        "host, and on a bare host the path, decide which operation is reached",
        arguments: [
            (anon, "/org/userPool/x", "anon.getUserPool"), ("svc.prod.anon.com", "/org/userPool/x", "anon.getUserPool"),
            ("SVC.SANDBOX.ANON.COM:4010", "/org/userPool/x", "anon.getUserPool"),
            (link, "/account/api/v1/session/list", "anon.listSessions"), (link, "/", "anon.openLink"),
            (link, "/?app=amazon", "anon.openLink"), (link, "/link", "anon.openLink"),
            ("link.svc.prod.anon.com", "/", "anon.openLink"), (anon, "/link", "anon.openLink"),
            (anon, "/", "drydock.openLandingPage"), ("drydock", "/", "drydock.openLandingPage"),
            (anchor, "/", "drydock.openLandingPage"), (anchor, "/v1/applications", "anchor.listApplications"),
            ("127.0.0.1", "/v1/applications", "anchor.listApplications"),
            ("drydock:4010", "/org/userPool/x", "anon.getUserPool"),
            ("anon", "/v1/applications", "anchor.listApplications"), ("anon", "/org/userPool/x", "anon.getUserPool"),
            ("127.0.0.1", "/?app=amazon", "anon.openLink"), ("127.0.0.1", "/?clientId=x", "anon.openLink"),
            ("127.0.0.1", "/?state=x", "drydock.openLandingPage"), ("127.0.0.1", "/link", "anon.openLink"),
            ("127.0.0.1", "/link/url", "anon.createLinkUrl"), ("127.0.0.1", "/api/url", "anon.createOlderLinkUrl"),
            ("127.0.0.1", "/api/user/project", "anchor.getUserProject"),
            ("127.0.0.1", "/.well-known/jwks.json", "anon.getKeySet"),
            ("127.0.0.1", "/messenger/v2/conversations", "anon.listMessengerConversations"),
            ("127.0.0.1", "/actions/linkedin/listMessages", "anon.listMessages"),
            ("127.0.0.1", "//org//userPool/x/", "anon.getUserPool"),
        ])
    func operations(host: String, path: String, operation: String) async throws {
        try await withDrydock { drydock in
            let caller = AnonCaller(drydock, headers: ["Host": host])
            _ = try await caller.get(path)
            #expect(try await caller.lastEntry()?[path: "operation"]?.string == operation)
        }
    }

    @Test(
        "what a vendor does not have is refused in that vendor's words",
        arguments: [
            (anon, "/v1/applications", true), (anon, "/nothing", true), (link, "/nothing", true),
            (anchor, "/org/userPool/x", false), (anchor, "/link", false), (anchor, "/link/url?app=x", false),
            ("127.0.0.1", "/org/nothing", true), ("127.0.0.1", "/account", true), ("127.0.0.1", "/nothing", false),
            ("127.0.0.1", "/v1/nothing", false),
        ])
    func unknownPaths(host: String, path: String, isAnon: Bool) async throws {
        try await withDrydock { drydock in
            let answer = try await AnonCaller(drydock, headers: ["Host": host]).get(path)
            #expect(answer.status == 404)
            #expect(answer.header("X-Drydock-Reason") == "path.unknown")
            if isAnon {
                #expect(answer.text == #"{"message":"no Route matched with those values"}"#)
            } else {
                #expect(answer["error.code"] == 404)
            }
        }
    }

    @Test(
        "a wrong method answers 405 and says which are right",
        arguments: [
            ("127.0.0.1", "DELETE", "/org/userPool", "POST"), ("127.0.0.1", "OPTIONS", "/org/login", "POST"),
            (link, "PUT", "/", "GET, HEAD, POST"),
            (anon, "PATCH", "/account/api/v1/session", "DELETE, GET, HEAD, OPTIONS"),
        ])
    func wrongMethods(host: String, method: String, path: String, allowed: String) async throws {
        try await withDrydock { drydock in
            let answer = try await AnonCaller(drydock, headers: ["Host": host]).send(method, path)
            #expect(answer.status == 405)
            #expect(answer.text == #"{"message":"Method not allowed"}"#)
            #expect(answer.header("Allow") == allowed)
        }
    }

    @Test("a HEAD is answered like its GET, without a body")
    func head() async throws {
        try await withDrydock { drydock in
            let caller = AnonCaller(drydock)
            let get = try await caller.get("/.well-known/jwks.json")
            let head = try await caller.send("HEAD", "/.well-known/jwks.json")
            #expect(get.status == 200 && head.status == 200 && head.text.isEmpty)
            #expect(head.header("Content-Length") == get.header("Content-Length"))
        }
    }

    @Test("a body over the limit answers 413 in Anon's envelope, and nothing is made")
    func tooLarge() async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.bodyLimit = 1000
        try await withDrydock(configuration) { drydock in
            let caller = AnonCaller(drydock)
            let name = String(repeating: "x", count: 2000)
            let answer = try await caller.post("/org/userPool", #"{"name":"\#(name)","description":"d"}"#)
            #expect(answer.status == 413)
            #expect(answer.text == #"{"message":"Request body is larger than 1000 bytes"}"#)
            #expect(try await caller.post("/org/userPool", #"{"name":"n","description":"d"}"#).status == 200)
        }
    }

    @Test(
        "a remote browser is reached by its id on any host, and a session by its own",
        arguments: [
            (anon, "/cdp/b", 501, "browser.notConfigured"), ("127.0.0.1", "/cdp/b", 501, "browser.notConfigured"),
            (anchor, "/cdp/b", 404, "path.unknown"), (anchor, "/?sessionId=x&apiKey=k", 501, "browser.notConfigured"),
            // The root of Anon's is for tunnels only.
            (anon, "/?sessionId=x&apiKey=k", 405, "method.notAllowed"),
        ])
    func webSocket(host: String, path: String, status: Int, reason: String) async throws {
        try await withDrydock { drydock in
            let headers = WebSocketHandshake.headers.merging(["Host": host]) { $1 }
            let answer = try await AnonCaller(drydock, headers: headers).get(path)
            #expect(answer.status == status)
            #expect(answer.header("X-Drydock-Reason") == reason)
        }
    }

    @Test(
        "the host says which keys are good, whatever the public URL is",
        arguments: [("svc.prod.anon.com", 401, 200), ("svc.staging.anon.com", 200, 401), ("127.0.0.1", 200, 401)])
    func keySpaces(host: String, sandbox: Int, prod: Int) async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.publicURL = "https://svc.prod.anon.com"
        try await withDrydock(configuration) { drydock in
            var caller = AnonCaller(drydock, headers: ["Host": host])
            let set = try await caller.credentials()
            let pool = "/org/userPool/\(try #require(set[path: "userPoolId"]?.string))"
            caller.bearer = set[path: "serviceSdkClient.apiKey"]?.string
            #expect(try await caller.get(pool).status == sandbox)
            caller.bearer = set[path: "prodServiceSdkClient.apiKey"]?.string
            #expect(try await caller.get(pool).status == prod)
        }
    }

    @Test("URLs in answers lead back the way the client came, or to the public URL")
    func origins() async throws {
        let pool = #"{"name":"n","description":"d"}"#
        try await withDrydock { drydock in
            let caller = AnonCaller(drydock, headers: ["Host": "\(Self.anon):4010"])
            let made = try await caller.post("/org/userPool", pool)
            #expect(made["authorization.jwksUri"]?.string == "http://\(Self.anon):4010/.well-known/jwks.json")
        }
        var configuration = try DrydockConfiguration.testing()
        configuration.publicURL = "https://fake.example"
        try await withDrydock(configuration) { drydock in
            let made = try await AnonCaller(drydock).post("/org/userPool", pool)
            #expect(made["authorization.jwksUri"] == "https://fake.example/.well-known/jwks.json")
        }
    }
}
