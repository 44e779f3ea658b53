import Assembly
import DrydockTesting
import Kernel
import Testing

@Suite("Who may use the control plane")
struct ControlGuardTests {
    @Test(
        "only this machine's names and those that were added, never a page from elsewhere",
        arguments: [
            (["Host": "localhost:4010"], 200), (["Host": "127.0.0.9"], 200), (["Host": "[::1]:4010"], 200),
            (["Host": "api.anchorbrowser.localhost"], 200), (["Host": "drydock"], 200), (["Host": "evil.test"], 403),
            (["Host": "127.0.0.1.evil.test"], 403), (["Host": "api.anchorbrowser.io"], 307),
            (["Host": "api.anchorbrowser.io.evil.test"], 403), (["Host": "anchorbrowser.io"], 403),
            (["Host": "localhost."], 200), (["Host": "localhost.:4010"], 200), (["Host": "drydock."], 200),
            (["Host": "[0:0:0:0:0:0:0:1]:4010"], 200), (["Host": "[::ffff:7f00:1]"], 200),
            (["Host": "127.0.0.+1"], 403), (["Host": "evil.test/.localhost"], 400), (["Host": ".localhost"], 403),
            (["Host": "evil@a.localhost"], 400), (["Host": "127.1"], 403), (["Host": "0177.0.0.1"], 403),
            (["Host": "[::1%25lo]"], 403), (["Host": "[::1].evil.test"], 400),
            (["Host": "localhost:80.evil.test"], 400),
            (["Host": "localhost", "Origin": "http://localhost"], 200),
            (["Host": "localhost", "Origin": "http://evil.test"], 403),
            (["Host": "localhost", "Origin": "null"], 403),
            (["Host": "localhost", "Sec-Fetch-Site": "cross-site"], 403),
            (["Host": "localhost", "Sec-Fetch-Site": "same-site"], 403),
            (["Host": "localhost", "Sec-Fetch-Site": "same-origin"], 200),
            (["Host": "localhost", "Sec-Fetch-Site": "none"], 200),
        ])
    func access(headers: [String: String], status: Int) async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.controlHosts = ["Drydock"]
        try await withDrydock(configuration) { drydock in
            let answer = try await drydock.send("GET", "/_drydock/health", headers: headers)
            #expect(answer.status == status)
        }
    }

    @Test("vendor operations answer to any name")
    func vendorHosts() async throws {
        try await withDrydock { drydock in
            let answer = try await drydock.send("GET", "/v1/applications", headers: ["Host": "api.anchorbrowser.io"])
            #expect(answer.status == 200)
        }
    }
}
