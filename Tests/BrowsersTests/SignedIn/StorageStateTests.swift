import FoundationEssentials
import Kernel
import Testing

@testable import Browsers

struct StorageStateTests {
    private static let site = SiteOrigin(scheme: "https", host: "shop.example.com", port: nil)
    private let check = StorageStateCheck(
        hosts: ["shop.example.com", "127.0.0.1", "localhost"], places: ["identity.id", "identity.name"])

    private func seed(_ text: String) throws -> StorageStateSeed {
        try JSONDecoder().decode(StorageStateSeed.self, from: Data(text.utf8))
    }

    @Test("what is not said comes from the site")
    func defaults() throws {
        let state = try seed(
            #"{"cookies": [{"name": "sid", "value": "1"}], "origins": [{"localStorage": [{"name": "a", "value": "b"}]}]}"#
        ).state(of: Self.site)
        #expect(state.cookies == [.init(name: "sid", value: "1", domain: "shop.example.com", isSecure: true)])
        #expect(
            state.origins == [
                .init(origin: "https://shop.example.com", localStorage: [.init(name: "a", value: "b")])
            ])
    }

    @Test("what is said is taken, as Playwright writes it")
    func everything() throws {
        let state = try seed(
            """
            {"cookies": [{"name": "sid", "value": "1", "domain": ".Example.com", "path": "/a", "expires": 1767225600.25,
                          "httpOnly": true, "secure": false, "sameSite": "Strict"}],
             "origins": [{"origin": "http://localhost:3000", "localStorage": []}]}
            """
        ).state(of: Self.site)
        #expect(
            state.cookies == [
                .init(
                    name: "sid", value: "1", domain: ".example.com", path: "/a", isHTTPOnly: true, sameSite: "Strict")
            ])
        #expect(state.origins.map(\.origin) == ["http://localhost:3000"])
    }

    @Test("a site whose name leads to http is http")
    func mapped() {
        let network = BrowserNetwork(hosts: [.init(name: "shop.example.com", target: "127.0.0.1:80", scheme: "http")])
        #expect(Self.site.reached(through: network).text == "http://shop.example.com")
        #expect(Self.site.reached(through: BrowserNetwork()).text == "https://shop.example.com")
    }

    @Test(
        "what a browser would refuse or drop is complained about, with the place",
        arguments: [
            (#"{"cookies": [{"name": "", "value": "1"}]}"#, "cookies.0.name", "must be a cookie's name"),
            (#"{"cookies": [{"name": "a=b", "value": "1"}]}"#, "cookies.0.name", "must be a cookie's name"),
            (#"{"cookies": [{"name": "a", "value": "1;2"}]}"#, "cookies.0.value", "must be a cookie's value"),
            (#"{"cookies": [{"name": "a", "value": " 1"}]}"#, "cookies.0.value", "must be a cookie's value"),
            (#"{"cookies": [{"name": "a", "value": "1\n"}]}"#, "cookies.0.value", "must be a cookie's value"),
            (
                #"{"cookies": [{"name": "a", "value": "{identity.email}"}]}"#, "cookies.0.value",
                "has the place {identity.email}, and there are only {identity.id}, {identity.name}"
            ),
            (#"{"cookies": [{"name": "a", "value": "1", "path": "a"}]}"#, "cookies.0.path", "must begin with `/`"),
            (
                #"{"cookies": [{"name": "a", "value": "1", "domain": "shop.exmaple.com"}]}"#, "cookies.0.domain",
                #"did you mean "shop.example.com"?"#
            ),
            (
                #"{"cookies": [{"name": "a", "value": "1", "domain": "com"}]}"#, "cookies.0.domain",
                "is the domain of no"
            ),
            (#"{"cookies": [{"name": "a", "value": "1", "domain": "a b"}]}"#, "cookies.0.domain", "is no name"),
            (
                #"{"cookies": [{"name": "a", "value": "1", "domain": ".127.0.0.1"}]}"#, "cookies.0.domain",
                "no subdomains"
            ),
            (
                #"{"cookies": [{"name": "a", "value": "1", "secure": false, "sameSite": "None"}]}"#,
                "cookies.0.sameSite", "takes `secure: true`"
            ),
            (
                #"{"cookies": [{"name": "__Host-a", "value": "1", "secure": false}]}"#, "cookies.0.name",
                "begins with `__Host-` takes `secure: true`"
            ),
            (
                #"{"cookies": [{"name": "__Host-a", "value": "1", "domain": ".example.com"}]}"#, "cookies.0.domain",
                "leave the domain out"
            ),
            (#"{"cookies": [{"name": "__Host-a", "value": "1", "path": "/a"}]}"#, "cookies.0.path", "has the path `/`"),
            (#"{"origins": [{"origin": "shop.example.com"}]}"#, "origins.0.origin", "is no origin"),
            (#"{"origins": [{"origin": "https://shop.example.com/a"}]}"#, "origins.0.origin", "is no origin"),
            (
                #"{"origins": [{"localStorage": [{"name": "a", "value": "{identity.mail}"}]}]}"#,
                "origins.0.localStorage.0.value", "has the place {identity.mail}"
            ),
        ])
    func complaints(text: String, path: String, problem: String) throws {
        let complaints = check.complaints(about: try seed(text), of: Self.site, at: [])
        #expect(complaints.map { $0.path.joined(separator: ".") } == [path])
        #expect(complaints.first?.problem.contains(problem) == true, "\(complaints)")
    }

    @Test("too long cookies and storage, and too many of either, are complained about")
    func sizes() {
        func complaints(_ state: StorageStateSeed) -> [String] {
            check.complaints(about: state, of: Self.site, at: ["x"]).map { $0.path.joined(separator: ".") }
        }
        var long = StorageStateSeed(cookies: [CookieSeed(name: "a", value: String(repeating: "b", count: 4095))])
        #expect(complaints(long) == [])
        long.cookies?[0].value += "b"
        #expect(complaints(long) == ["x.cookies.0.value"])
        #expect(
            complaints(StorageStateSeed(cookies: Array(repeating: CookieSeed(name: "a", value: ""), count: 301)))
                == ["x.cookies"])
        #expect(
            complaints(StorageStateSeed(origins: Array(repeating: OriginSeed(), count: 21))) == ["x.origins"])
        let item = OriginSeed.Item(name: "a", value: String(repeating: "b", count: 1_000_000))
        #expect(
            complaints(StorageStateSeed(origins: [OriginSeed(localStorage: [item])])) == ["x.origins.0.localStorage"])
    }

    @Test(
        "good cookies are not complained about",
        arguments: [".example.com", "example.com", "localhost", "SHOP.example.com"])
    func good(domain: String) throws {
        let state = try seed(#"{"cookies": [{"name": "a", "value": "{\"b\":{}}", "domain": "\#(domain)"}]}"#)
        #expect(check.complaints(about: state, of: Self.site, at: []).isEmpty)
    }

    @Test("places are filled, percent-encoded in cookies; what cannot be filled is left out")
    func filled() {
        let state = StorageState(
            cookies: ["{identity.id}", "a{identity.name}b", "{identity.username}", #"{"a":{}}"#, "{x.y}{"].map {
                .init(name: "c", value: $0, domain: "a.example")
            },
            origins: [
                .init(
                    origin: "https://a.example",
                    localStorage: ["{identity.name}", "{identity.username}"].map { .init(name: "i", value: $0) })
            ])
        let filled = state.filled(
            from: PlaceValues(["identity.id": "i-1", "identity.name": "Ä; b", "identity.username": nil]))
        #expect(filled.cookies.map(\.value) == ["i-1", "a%C3%84%3B%20bb", #"{"a":{}}"#, "{x.y}{"])
        #expect(filled.origins.map { $0.localStorage.map(\.value) } == [["Ä; b"]])
    }

    @Test("what becomes too long by what fills it is left out")
    func filledTooLong() {
        let long = PlaceValues(["identity.name": String(repeating: "n", count: 600_000)])
        let places = String(repeating: "{identity.name}", count: 2)
        let state = StorageState(
            cookies: [.init(name: "c", value: "{identity.name}", domain: "a.example")],
            origins: [
                .init(
                    origin: "https://a.example",
                    localStorage: [.init(name: "i", value: places), .init(name: "j", value: "{identity.name}")])
            ])
        let filled = state.filled(from: long)
        #expect(filled.cookies.isEmpty)
        #expect(filled.origins[0].localStorage.map(\.name) == ["j"])
    }

    @Test("of two who sign in at once the later one counts where both have the same")
    func together() {
        var setup = BrowserSetup()
        for who in ["ada", "ben"] {
            setup.signIn(
                StorageState(
                    cookies: [
                        .init(name: "sid", value: who, domain: "a.example"),
                        .init(name: who, value: who, domain: "a.example"),
                    ],
                    origins: [
                        .init(
                            origin: "https://a.example",
                            localStorage: [.init(name: "user", value: who), .init(name: who, value: who)])
                    ]))
        }
        #expect(setup.cookies.map(\.name) == ["ada", "sid", "ben"])
        #expect(setup.cookies.map(\.value) == ["ada", "ben", "ben"])
        #expect(setup.origins.map { $0.localStorage.map(\.name) } == [["ada", "user", "ben"]])
    }
}
