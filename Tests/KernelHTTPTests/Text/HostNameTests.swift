import KernelHTTP
import Testing

@Suite("Names of hosts")
struct HostNameTests {
    @Test(
        "all spellings that a client sends come down to one",
        arguments: [
            ("LocalHost", "localhost"), ("localhost.", "localhost"),
            ("api.Anchorbrowser.localhost.", "api.anchorbrowser.localhost"),
            ("drydock", "drydock"), ("a-b_c.test", "a-b_c.test"), ("127.0.0.1", "127.0.0.1"), ("[::1]", "[::1]"),
            ("[0:0:0:0:0:0:0:1]", "[::1]"), ("[0000:0000:0000:0000:0000:0000:0000:0001]", "[::1]"),
            ("[::0001]", "[::1]"), ("[FD00::A]", "[fd00::a]"), ("[::ffff:7f00:1]", "[::ffff:127.0.0.1]"),
            ("1.example", "1.example"), ("0x7f.test", "0x7f.test"),
        ])
    func canonical(text: String, host: String) {
        #expect(HostName(text)?.description == host)
    }

    @Test(
        "what no client sends after it has read a URL is refused",
        arguments: [
            "", ".", "..", "localhost..", ".localhost", "a..localhost", "evil.test/.localhost", "evil.test?.localhost",
            "evil.test#.localhost", "user@evil.localhost", "a b.localhost", "127.0.0.+1", "+127.0.0.1", "127.0.0.1.",
            "127.0.0", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.000.000.001", "127.0.0.01",
            "127.0.0.256", "127.0.0.", "127..0.1", "１27.0.0.1", "::1", "[::1", "[]", "[::1%lo]",
            "[fe80::1%25eth0]", "[::1].", "[::1]x", "[127.0.0.1]", "[localhost]", "[::g]", "[1:2:3:4:5:6:7:8:9]",
            "[::127.0.0.256]", "[:1]", "evil.localhost:80", "é.localhost", "a\u{0}.localhost", "[::1\u{0}]",
        ])
    func refused(text: String) {
        #expect(HostName(text) == nil)
    }

    @Test(
        "only what cannot lead to another machine is loopback",
        arguments: [
            ("localhost", true), ("a.localhost", true), ("127.0.0.1", true), ("127.255.255.254", true), ("[::1]", true),
            ("[::ffff:127.0.0.1]", true), ("[::ffff:7f01:203]", true), ("localhost.evil.test", false),
            ("notlocalhost", false), ("127.0.0.-1", false), ("128.0.0.1", false), ("0.0.0.0", false), ("[::]", false),
            ("[::2]", false),
            ("[::127.0.0.1]", false), ("[::ffff:128.0.0.1]", false), ("[64:ff9b::7f00:1]", false),
        ])
    func loopback(text: String, isLoopback: Bool) throws {
        #expect(try #require(HostName(text)).isLoopback == isLoopback)
    }
}
