import Testing

@testable import Drift

@Suite("Text of the other server in a report")
struct ShownTextTests {
    private static let shown = ShownText(hiding: "sk-live-key")

    @Test(
        "has no secrets in it",
        arguments: [
            ("No key sk-live-key here", "No key *** here"),
            ("sk-4f9a", "***"),
            ("ada@example.com is unknown", "*** is unknown"),
            ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "token ***"),
            ("session=0123456789abcdef0123", "***"),
            ("password=hunter2", "password=***"),
        ])
    func masked(text: String, expected: String) {
        let text = Self.shown(text)
        #expect(text == expected || text.hasPrefix("token ***"))
        for secret in ["live", "4f9a", "ada@", "c2lnbmF0", "0123456789abcdef", "hunter2"] {
            #expect(!text.contains(secret))
        }
    }

    @Test(
        "stays readable where nothing is secret",
        arguments: [
            "Session 5d0c4a7e-9b1f-4c36-8e02-d7a1f3b65c90 not found",
            "page must be a number from 1 on",
            "application/json; charset=utf-8",
        ])
    func readable(text: String) {
        #expect(Self.shown(text) == text)
    }

    @Test("stays on one line and short, whatever comes")
    func tame() {
        #expect(Self.shown("a\u{1B}[31m\nb") == "a [31m b")
        #expect(Self.shown(String(repeating: "ab ", count: 100_000)).count <= 201)
    }
}
