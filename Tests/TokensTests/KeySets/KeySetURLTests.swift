import Kernel
import Testing
import Tokens

@Suite("KeySetURL")
struct KeySetURLTests {
    private func outcome(_ text: String) -> String {
        do throws(KeySetURLProblem) { return try KeySetURL(text).description } catch { return error.description }
    }

    @Test("is read, written and refused as by reqwest", arguments: GivenURLs.outcomes)
    func outcomes(text: String, outcome expected: String) {
        #expect(outcome(text) == expected)
    }

    @Test(
        "is read more simply than by reqwest where no documented complaint needs more", arguments: GivenURLs.simplified)
    func simplified(text: String, outcome expected: String) {
        #expect(outcome(text) == expected)
    }

    // Printed by the url crate 2.3.1, which reqwest uses.
    @Test(
        "leads where a redirect says",
        arguments: [
            ("https://b/x", "https://b/x"), ("//b/x", "http://b/x"), ("/x", "http://a:81/x"), ("x", "http://a:81/p/x"),
            ("../x?y", "http://a:81/x?y"), ("?y", "http://a:81/p/q?y"), ("#f", "http://a:81/p/q?r#f"),
            ("", "http://a:81/p/q?r"), ("./", "http://a:81/p/"),
        ])
    func redirects(location: String, expected: String) throws {
        #expect(try KeySetURL("http://a:81/p/q?r").following(location).description == expected)
    }

    @Test("keeps a name and password for the request and shows them to nobody")
    func credentials() throws {
        let url = try KeySetURL("https://us%20er:pa:ss@host/x")
        #expect(url.credentials?.user == "us er")
        #expect(url.credentials?.password == "pa:ss")
        #expect(url.description == "https://host/x")
        #expect(try KeySetURL("https://@host/x").credentials == nil)
    }

    @Test("sends no fragment, and names its port only where it is not the scheme's own")
    func parts() throws {
        let url = try KeySetURL("http://Keys.Test:80/a b?c#d")
        #expect(url.target == "/a%20b?c")
        #expect(url.authority == "keys.test")
        #expect(try KeySetURL("http://[::1]:8080").authority == "[::1]:8080")
    }
}
