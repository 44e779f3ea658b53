import Kernel
import KernelHTTP
import Testing

@Suite("Text of URLs, forms and headers")
struct TextTests {
    @Test(
        "percent-encoding is decoded, stray signs stay",
        arguments: [
            ("a%20b", false, "a b"), ("a+b", true, "a b"), ("a+b", false, "a+b"), ("%zz", true, "%zz"),
            ("%4", true, "%4"),
            ("%C3%A9", true, "é"), ("100%", true, "100%"), ("%FF", true, "\u{FFFD}"),
        ])
    func decodes(text: String, plusIsSpace: Bool, decoded: String) {
        #expect(PercentCoding.decode(text, plusIsSpace: plusIsSpace) == decoded)
    }

    @Test("encoding leaves only what is unreserved", arguments: [("a b&c=é", "a%20b%26c%3D%C3%A9"), ("-._~", "-._~")])
    func encodes(text: String, encoded: String) {
        #expect(PercentCoding.encode(text) == encoded)
        #expect(PercentCoding.decode(encoded, plusIsSpace: false) == text)
    }

    @Test("queries keep order, repeats, empty values and names without a value")
    func queries() {
        let query = NamedValues(urlEncoded: "a=1&b=&c&a=2&&d=x%3Dy")
        #expect(query.pairs.map(\.name) == ["a", "b", "c", "a", "d"])
        #expect(query["a"] == "1" && query["b"] == "" && query["c"] == "" && query["d"] == "x=y" && query["z"] == nil)
    }

    @Test("cookies are read by name")
    func cookies() {
        let cookies = NamedValues(cookies: "a=1; wos-session=abc%40w; b=")
        #expect(cookies["wos-session"] == "abc@w" && cookies["a"] == "1" && cookies["b"] == "")
    }

    @Test(
        "instants as HTTP dates",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (1_767_225_600_000, "Thu, 01 Jan 2026 00:00:00 GMT"),
            (1_709_251_199_999, "Thu, 29 Feb 2024 23:59:59 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        ] as [(Int64, String)])
    func httpDates(milliseconds: Int64, text: String) {
        #expect(Moment(milliseconds: milliseconds).httpDate == text)
    }

    @Test(
        "an origin's host and sibling",
        arguments: [
            ("api.anchorbrowser.localhost:4010", "api.anchorbrowser.localhost", "connect.anchorbrowser.localhost:4010"),
            ("127.0.0.1:4010", "127.0.0.1", "127.0.0.1:4010"), ("[::1]:4010", "[::1]", "[::1]:4010"),
            ("APP.local", "app.local", "APP.local"),
        ])
    func origins(authority: String, host: String, sibling: String) {
        let origin = Origin(scheme: "http", authority: authority)
        #expect(origin.host == host)
        #expect(origin.sibling("connect").authority == sibling)
    }

    @Test("of many fields each is found by its name, the first where there are two")
    func manyFields() {
        let text = (0..<NamedValues.most).map { "f\($0 % 900)=\($0)" }.joined(separator: "&")
        let form = NamedValues(urlEncoded: text)
        #expect(form.pairs.count == NamedValues.most)
        #expect(form["f0"] == "0" && form["f899"] == "899" && form["f900"] == nil)
    }

    @Test("more fields than are read are seen before they are read", arguments: [("&", 999, false), ("&", 1000, true)])
    func tooManyFields(separator: String, count: Int, areTooMany: Bool) {
        let text = "a=1" + String(repeating: separator + "b=2", count: count)
        #expect(NamedValues.areTooMany(inURLEncoded: text.utf8) == areTooMany)
        #expect(NamedValues(urlEncoded: text).pairs.count == 1000)
        #expect(NamedValues(cookies: text.replacing("&", with: ";")).pairs.count == 1000)
    }
}
