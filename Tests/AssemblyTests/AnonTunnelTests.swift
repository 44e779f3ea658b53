import DrydockTesting
import FoundationEssentials
import Kernel
import Testing

@Suite("The tunnel of Anon's browsers")
struct AnonTunnelTests {
    private static let health = "GET /_drydock/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    /// A world with a linked user, whose tunnel leads to the server itself.
    private static func prepare(_ drydock: RunningDrydock, names: [String] = ["page.test"]) async throws {
        let hosts = names.map { "\"\($0)\": \"127.0.0.1:\(drydock.port)\"" }.joined(separator: ", ")
        let loaded = try await drydock.send(
            "PUT", "/_drydock/scenario?world=w",
            body: """
                anon:
                  appUsers: [{ id: ada, sessions: [{ app: amazon }] }, { id: "ada@evil" }]
                  policies: { tunnel: { hosts: { \(hosts) } } }
                """, contentType: "application/yaml")
        #expect(loaded.status == 200)
    }

    private static func connect(_ authority: String, _ credentials: String? = nil, closes: Bool = false) -> String {
        var head = "CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n"
        if let credentials {
            head += "Proxy-Authorization: Basic \(Data(credentials.utf8).base64EncodedString())\r\n"
        }
        return head + (closes ? "Connection: close\r\n\r\n" : "\r\n")
    }

    @Test("a browser tries without credentials, is challenged, and is led through with them; the key names the world")
    func opens() async throws {
        try await withDrydock { drydock in
            try await Self.prepare(drydock)
            let answers = try await RawClient(port: drydock.port).exchange([
                Self.connect("page.test:443"), Self.connect("page.test:443", "ada:anon_test@w"), Self.health,
            ])
            #expect(answers[0].hasPrefix("HTTP/1.1 407 Proxy Authentication Required\r\n"))
            #expect(answers[0].contains("Basic realm=\"Drydock\""))
            #expect(answers[1] == "HTTP/1.1 200 Connection established\r\n\r\n")
            #expect(answers[2].hasPrefix("HTTP/1.1 200 OK\r\n"))
            let entry = try await AnonCaller(drydock).lastEntry(of: "w")
            #expect(entry?[path: "operation"] == "anon.openTunnel")
            #expect(entry?[path: "response.status"] == 200)
        }
    }

    @Test(
        "what refuses a tunnel is in the journal with its reason",
        arguments: [
            ("page.test:443", "bob:anon_test@w", "502 Bad Gateway", "tunnel.userNotLinked"),
            ("page.test:443", "ada:sk-test@w", "403 Forbidden", "tunnel.keyRefused"),
            ("other.test:443", "ada:anon_test@w", "403 Forbidden", "tunnel.hostNotMapped"),
        ])
    func refused(authority: String, credentials: String, status: String, reason: String) async throws {
        try await withDrydock { drydock in
            try await Self.prepare(drydock)
            let answer = try await RawClient(port: drydock.port).answer(
                to: Self.connect(authority, credentials, closes: true))
            #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
            let entry = try await AnonCaller(drydock).lastEntry(of: "w")
            #expect(entry?[path: "operation"] == "anon.openTunnel")
            #expect(entry?[path: "reason.code"]?.string == reason)
        }
    }

    @Test("a target that nothing listens at is a 502 with its own reason")
    func unreachable() async throws {
        try await withDrydock { drydock in
            _ = try await drydock.send(
                "PUT", "/_drydock/scenario?world=w",
                body:
                    "anon: { appUsers: [{ id: ada }], policies: { tunnel: { hosts: { page.test: \"127.0.0.1:1\" } } } }",
                contentType: "application/yaml")
            let answer = try await RawClient(port: drydock.port).answer(
                to: Self.connect("page.test:443", "ada:anon_test@w", closes: true))
            #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"))
            let entry = try await AnonCaller(drydock).lastEntry(of: "w")
            #expect(entry?[path: "reason.code"] == "tunnel.targetUnreachable")
        }
    }

    @Test(
        "what a browser wants to reach says nothing of whom the CONNECT is for",
        arguments: ["api.anchorbrowser.io", "svc.prod.anon.com", "link.svc.sandbox.anon.com", "anon.com"])
    func vendorNames(name: String) async throws {
        try await withDrydock { drydock in
            try await Self.prepare(drydock, names: [name])
            let answers = try await RawClient(port: drydock.port).exchange([
                Self.connect("\(name):443", "ada:anon_test@w"), Self.health,
            ])
            #expect(answers[0] == "HTTP/1.1 200 Connection established\r\n\r\n")
            #expect(answers[1].hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test("an app user's id with an @ names no world")
    func userNames() async throws {
        try await withDrydock { drydock in
            try await Self.prepare(drydock)
            let answers = try await RawClient(port: drydock.port).exchange([
                Self.connect("page.test:443", "ada@evil:anon_test@w"), Self.health,
            ])
            #expect(answers[0] == "HTTP/1.1 200 Connection established\r\n\r\n")
            #expect(try await AnonCaller(drydock).worlds() == ["default", "w"])
        }
    }
}
