import Assembly
import DrydockTesting
import Testing

@Suite("Where a server listens")
struct ListeningAddressTests {
    @Test(
        "it is found there, and at the family's loopback address if it listens everywhere",
        arguments: [
            ("127.0.0.1", "http://127.0.0.1:1"), ("0.0.0.0", "http://127.0.0.1:1"), ("::", "http://[::1]:1"),
            ("[::]", "http://[::1]:1"), ("0:0:0:0:0:0:0:0", "http://[::1]:1"), ("::ffff:0.0.0.0", "http://127.0.0.1:1"),
            ("::1", "http://[::1]:1"), ("[::1]", "http://[::1]:1"), ("FD00::a", "http://[fd00::a]:1"),
            ("localhost", "http://localhost:1"), ("Drydock.test", "http://drydock.test:1"),
            ("10.0.0.5", "http://10.0.0.5:1"),
            ("fe80::1%eth0", "http://[fe80::1%25eth0]:1"),
        ])
    func url(host: String, url: String) {
        #expect(ListeningAddress(host).url(port: 1) == url)
    }

    @Test(
        "what cannot be listened on is refused in words",
        arguments: [
            ("nosuch.invalid", "there is no host nosuch.invalid to listen on"), ("", "there is no host  to listen on"),
            ("[nosuch]", "there is no host nosuch to listen on"),
            ("198.51.100.7", "198.51.100.7 is no address of this machine"),
        ])
    func refused(host: String, complaint: String) async throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.host = host
        let drydock = try Drydock(configuration)
        await #expect {
            try await drydock.run(stoppedBySignals: false) { _ in }
        } throws: { error in
            (error as? StartRefusal)?.complaints == [complaint]
        }
    }

    @Test("names of the control plane are hosts", arguments: ["http://drydock", "drydock:4010", "a/b", "127.0.0.+1"])
    func controlHostRefused(name: String) throws {
        var configuration = try DrydockConfiguration.testing()
        configuration.controlHosts = [name]
        #expect(throws: StartRefusal.self) { try Drydock(configuration) }
    }
}
