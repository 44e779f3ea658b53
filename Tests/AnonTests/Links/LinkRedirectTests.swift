import Testing

@testable import Anon

@Suite("Link: way back")
struct LinkRedirectTests {
    @Test(
        "what happened is merged into the customer's address",
        arguments: [
            ("https://app.example.com/done", "https://app.example.com/done?type=success&status=success&state=s"),
            ("https://app.example.com", "https://app.example.com?type=success&status=success&state=s"),
            ("https://a.example/?", "https://a.example/?type=success&status=success&state=s"),
            ("https://a.example/?x=1&y", "https://a.example/?x=1&y&type=success&status=success&state=s"),
            ("https://a.example/?x=1&", "https://a.example/?x=1&type=success&status=success&state=s"),
            ("https://a.example/d#top", "https://a.example/d?type=success&status=success&state=s#top"),
            ("https://a.example/?a=b#t?x", "https://a.example/?a=b&type=success&status=success&state=s#t?x"),
            ("https://a.example/d#", "https://a.example/d?type=success&status=success&state=s#"),
            (
                "https://a.example/?status=old&keep=%20&st%61te=old",
                "https://a.example/?keep=%20&type=success&status=success&state=s"
            ),
            ("myapp://", "myapp://?type=success&status=success&state=s"),
            ("com.example.app:/done?x=1", "com.example.app:/done?x=1&type=success&status=success&state=s"),
        ])
    func merging(url: String, expected: String) throws {
        #expect(try #require(LinkRedirect(url)).url(.success, state: "s") == expected)
    }

    @Test(
        "each ending has its words",
        arguments: [
            (LinkEnding.success, "type=success&status=success"), (.cancelled, "type=error&status=cancelled"),
            (.failed(.input), "type=error&status=error&error_code=bad_input"),
            (.failed(.authorization), "type=error&status=error&error_code=bad_authorization"),
            (.failed(.service), "type=error&status=error&error_code=anon_internal_error"),
        ])
    func endings(ending: LinkEnding, query: String) throws {
        let redirect = try #require(LinkRedirect("https://a.example/"))
        #expect(redirect.url(ending, state: nil) == "https://a.example/?\(query)")
        #expect(redirect.url(ending, state: "a b&c=ä") == "https://a.example/?\(query)&state=a%20b%26c%3D%C3%A4")
    }

    @Test(
        "an address that is none, or would run in the page's place, is refused",
        arguments: [
            "", "done", "/done", "//a.example", "http:", "http://", "https:///x", "http:a.example", "http://a b/",
            "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)",
            "data:text/html,<b>", "vbscript:x", "blob:https://a.example/1", "file:///etc/passwd", "about:blank",
            "myapp:", "my app://x", "1app://x", "myapp://a\r\nSet-Cookie: x=1", "https://u:p@a.example/",
            "https://a.example/\u{0}", "http://a.example:99999/",
        ])
    func refused(url: String) {
        #expect(LinkRedirect(url) == nil)
    }

    @Test(
        "a person is told where it leads",
        arguments: [
            ("https://a.example:8443/x?y", "https://a.example:8443", false),
            ("HTTP://LOCALHOST:3000", "http://localhost:3000", false),
            ("MyApp://done", "myapp:", true),
        ])
    func destination(url: String, destination: String, isApp: Bool) throws {
        let redirect = try #require(LinkRedirect(url))
        #expect(redirect.destination == destination && redirect.isApp == isApp)
    }
}
