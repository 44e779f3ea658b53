import KernelHTTP
import Testing

@Suite("WebAddress")
struct WebAddressTests {
    // What Chromium 156 has as `new URL(TEXT).href`, but for the slash that it adds behind a bare host.
    @Test(
        "letters outside of ASCII are carried on as browsers do",
        arguments: [
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"),
            ("https://bücher.example:8443/cb", "https://xn--bcher-kva.example:8443/cb"),
            ("https://b%C3%BCcher.example/cb", "https://xn--bcher-kva.example/cb"),
            ("https://BÜCHER.example/straße?q=ü#ä", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC#%C3%A4"),
            ("https://例え.テスト/パス", "https://xn--r8jz45g.xn--zckzah/%E3%83%91%E3%82%B9"),
            ("https://example.com/caf\u{E9}%20x", "https://example.com/caf%C3%A9%20x"),
            ("http://[::1]/ü", "http://[::1]/%C3%BC"), ("http://[::1]:80/ü", "http://[::1]:80/%C3%BC"),
            ("https://ex%61mple.com/a%2Fb", "https://example.com/a%2Fb"),
        ])
    func carriedOn(text: String, href: String) {
        #expect(WebAddress(text)?.text == href)
    }

    @Test("the origin is the one that a browser names", arguments: ["bücher.example", "BÜCHER.EXAMPLE:443"])
    func origin(authority: String) {
        #expect(WebAddress("https://\(authority)/x")?.origin == "https://xn--bcher-kva.example")
        #expect(WebAddress(site: authority)?.host == "xn--bcher-kva.example")
    }

    @Test("what is ASCII stays as it was written", arguments: ["https://EXAMPLE.com:443", "http://a/%zz?x=%41#b"])
    func unchanged(text: String) {
        #expect(WebAddress(text)?.text == text)
    }

    @Test(
        "scheme and host are read in lower case, behind the first mark",
        arguments: [
            ("HTTPS://Example.COM/A", "https", "example.com"), ("http://a.TEST:80/x://y", "http", "a.test"),
            ("https://a.test?back=http://b.test", "https", "a.test"), ("https:/a.test", nil, nil),
            ("a.test:443/://", nil, nil),
        ] as [(String, String?, String?)])
    func lowercased(text: String, scheme: String?, host: String?) {
        let address = WebAddress(text)
        #expect(address?.scheme == scheme && address?.host == host && address?.port == nil)
    }

    @Test(
        "what is no host is refused",
        arguments: [
            "https://ü ü.example/", "https://ü@example.com/", "https://user:pass@ü.example/", "https://a%20b.example/",
            "https://a%2Fb.example/", "https://a%ZZ.example/", "https://ü..example/", "https://ü.example:port/",
            "https://[ü]/", "https://ü\u{202E}.example/", "https://%FF.example/",
        ])
    func refused(text: String) {
        #expect(WebAddress(text) == nil)
    }
}
