import Testing

@testable import Edge

@Suite("Targets of tunnels")
struct TunnelTargetTests {
    @Test(
        "a host, a colon and a port are taken apart",
        arguments: [
            ("b.test:443", TunnelTarget(host: "b.test", port: 443)),
            ("127.0.0.1:65535", TunnelTarget(host: "127.0.0.1", port: 65535)),
            ("[::1]:1", TunnelTarget(host: "::1", port: 1)),
            ("[2001:db8::7]:0080", TunnelTarget(host: "2001:db8::7", port: 80)),
            ("xn--bcher-kva.test:8443", TunnelTarget(host: "xn--bcher-kva.test", port: 8443)),
        ])
    func reads(authority: String, target: TunnelTarget) {
        #expect(TunnelTarget(authority: authority) == target)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", ":", "b", "b:", ":1", "b:0", "b:65536", "b:99999999999999999999", "b:-1", "b:+1", "b:1 ", " b:1", "b:x",
            "b:1:2", "::1:80", "[]:1", "[b]:1", "[127.0.0.1]:1", "[::1%lo]:1", "[::1]1", "[::1]", "u@b:1", "b/:1",
            "http://b:1", "b\u{E9}:1", "b:\u{661}",
        ])
    func refuses(authority: String) {
        #expect(TunnelTarget(authority: authority) == nil)
    }
}
