import Kernel
import Testing

@testable import Anchor

struct SessionConfigurationTests {
    private static let uuid = "550e8400-e29b-41d4-a716-446655440000"

    @Test(
        "every default is in its place",
        arguments: [
            ("session.recording.active", true), ("session.timeout.max_duration", 20),
            ("session.timeout.idle_timeout", 5), ("session.live_view.read_only", false),
            ("session.live_view.one_time_url", false), ("session.x402", false),
            ("session.scoped_access.active", false), ("browser.adblock.active", true),
            ("browser.popup_blocker.active", true), ("browser.pdf_viewer.active", true),
            ("browser.captcha_solver.active", false), ("browser.headless.active", false),
            ("browser.fullscreen.active", false), ("browser.p2p_download.active", false),
            ("browser.disable_web_security.active", false), ("browser.force_popups_as_tabs.active", false),
            ("browser.web_bot_auth.active", false), ("browser.disable_dialogs.active", false),
            ("browser.extra_stealth.active", false), ("browser.viewport.width", 1440),
            ("browser.viewport.height", 900), ("browser.tracing.active", true),
            ("browser.tracing.snapshots", false), ("browser.tracing.sources", true), ("browser.extensions", []),
            ("integrations", []), ("identities", []), ("identity_skip_validation", true),
            ("identity_async_auth", false),
        ] as [(String, JSONValue)])
    func defaults(path: String, value: JSONValue) async {
        let client = AnchorClient()
        let id = await client.session()
        #expect(await client.get("/v1/sessions/\(id)")["data.configuration.\(path)"] == value)
        #expect(await client.get("/v1/sessions")["data.sessions.0.user_configuration.\(path)"] == value)
    }

    @Test(
        "what is given is kept, with its own defaults",
        arguments: [
            (#"{"session":{"initial_url":"https://a.example/x"}}"#, "session.initial_url", "https://a.example/x"),
            (#"{"session":{"initial_url":"about:blank"}}"#, "session.initial_url", "about:blank"),
            (#"{"session":{"tags":["a","b"]}}"#, "session.tags", ["a", "b"]),
            (#"{"session":{"recording":{"active":false}}}"#, "session.recording.active", false),
            (#"{"session":{"recording":{}}}"#, "session.recording.active", true),
            (
                #"{"session":{"proxy":{"active":true}}}"#, "session.proxy",
                ["active": true, "type": "anchor_proxy", "country_code": "us"]
            ),
            (
                #"{"session":{"proxy":{"active":false,"country_code":"de","region":"be","city":"berlin"}}}"#,
                "session.proxy",
                [
                    "active": false, "type": "anchor_proxy", "country_code": "de", "region": "be",
                    "city": "berlin",
                ]
            ),
            (
                #"{"session":{"proxy":{"type":"custom","server":"s:1","username":"u","password":"p","active":true}}}"#,
                "session.proxy",
                ["active": true, "type": "custom", "server": "s:1", "username": "u", "password": "p"]
            ),
            (
                #"{"session":{"timeout":{"max_duration":-1}}}"#, "session.timeout",
                ["max_duration": -1, "idle_timeout": 5]
            ),
            (#"{"browser":{"headless":{"active":true}}}"#, "browser.headless.active", true),
            (#"{"browser":{"extra_stealth":{"active":true}}}"#, "browser.extra_stealth.active", true),
            (#"{"browser":{"adblock":{"active":false}}}"#, "browser.popup_blocker.active", false),
            (#"{"browser":{"viewport":{"width":800}}}"#, "browser.viewport", ["width": 800, "height": 900]),
            (#"{"browser":{"extensions":["\#(uuid)"]}}"#, "browser.extensions", [.string(uuid)]),
            (
                #"{"browser":{"tracing":{"snapshots":true}}}"#, "browser.tracing",
                ["active": true, "snapshots": true, "sources": true]
            ),
            (
                #"{"browser":{"sensitive_data_mask":{"active":true,"site_selectors":{"a.example":[".x"]}}}}"#,
                "browser.sensitive_data_mask", ["active": true, "site_selectors": ["a.example": [".x"]]]
            ),
            (
                #"{"integrations":[{"id":"\#(uuid)","type":"1PASSWORD","configuration":{"load_mode":"all"}}]}"#,
                "integrations.0",
                ["id": .string(uuid), "type": "1PASSWORD", "configuration": ["load_mode": "all"]]
            ),
            (#"{"identity_skip_validation":false}"#, "identity_skip_validation", false),
            (#"{"identity_async_auth":true,"unheard_of":1}"#, "identity_async_auth", true),
        ] as [(String, String, JSONValue)])
    func kept(body: String, path: String, value: JSONValue) async {
        let client = AnchorClient()
        client.addUploads(Self.uuid)
        let id = await client.session(body)
        #expect(await client.get("/v1/sessions/\(id)")["data.configuration.\(path)"] == value)
    }

    @Test(
        "a field that is wrong is named, and nothing is made",
        arguments: [
            (#"{"session":1}"#, "session must be an object"),
            (#"{"session":{"initial_url":"shop"}}"#, "session.initial_url must be an absolute URL"),
            (#"{"session":{"initial_url":"https://"}}"#, "session.initial_url must be an absolute URL"),
            (#"{"session":{"tags":"a"}}"#, "session.tags must be an array"),
            (#"{"session":{"tags":[1]}}"#, "session.tags must be an array"),
            (#"{"session":{"recording":{"active":1}}}"#, "session.recording.active must be a boolean"),
            (#"{"session":{"timeout":{"max_duration":1.5}}}"#, "session.timeout.max_duration must be an integer"),
            (
                #"{"session":{"timeout":{"idle_timeout":-2}}}"#,
                "session.timeout.idle_timeout must be a number of minutes"
            ),
            (#"{"session":{"proxy":{}}}"#, "session.proxy.active is required"),
            (#"{"session":{"proxy":{"active":true,"type":"own"}}}"#, "session.proxy.type must be one of"),
            (#"{"session":{"proxy":{"active":true,"country_code":"xx"}}}"#, "session.proxy.country_code must be"),
            (#"{"session":{"proxy":{"active":true,"country_code":"USA"}}}"#, "session.proxy.country_code must be"),
            (
                #"{"session":{"proxy":{"active":true,"type":"custom","server":"s","username":"u"}}}"#,
                "session.proxy.password is required"
            ),
            (#"{"browser":{"headless":true}}"#, "browser.headless must be an object"),
            (#"{"browser":{"viewport":{"width":0}}}"#, "browser.viewport.width must be at least 1"),
            (#"{"browser":{"viewport":{"height":"9"}}}"#, "browser.viewport.height must be an integer"),
            (#"{"browser":{"extensions":["a"]}}"#, "browser.extensions.0 must be a UUID"),
            (#"{"browser":{"volume":{}}}"#, "browser.volume.id is required"),
            (#"{"browser":{"volume":{"id":"v"}}}"#, "browser.volume.id must be a UUID"),
            (#"{"browser":{"profile":{}}}"#, "browser.profile.name is required"),
            (#"{"browser":{"tracing":{"active":"yes"}}}"#, "browser.tracing.active must be a boolean"),
            (
                #"{"browser":{"sensitive_data_mask":{"site_selectors":{"a":"b"}}}}"#,
                "browser.sensitive_data_mask.site_selectors.a must be an array"
            ),
            (
                #"{"browser":{"sensitive_data_mask":{"custom_patterns":[{"regex":1}]}}}"#,
                "browser.sensitive_data_mask.custom_patterns.0.regex must be a string"
            ),
            (#"{"integrations":[{}]}"#, "integrations.0.id is required"),
            (#"{"integrations":[{"id":"\#(uuid)"}]}"#, "integrations.0.type is required"),
            (
                #"{"integrations":[{"id":"\#(uuid)","type":"1PASSWORD"}]}"#,
                "integrations.0.configuration is required"
            ),
            (
                #"{"integrations":[{"id":"\#(uuid)","type":"1PASSWORD","configuration":{"load_mode":"specific","secrets":[]}}]}"#,
                "integrations.0.configuration.secrets must name"
            ),
            (#"{"identities":[{}]}"#, "identities.0.id is required"),
            (#"{"identities":["a"]}"#, "identities.0 must be an object"),
            (#"{"identity_async_auth":"no"}"#, "identity_async_auth must be a boolean"),
        ])
    func refused(body: String, message: String) async {
        let client = AnchorClient()
        let answer = await client.post("/v1/sessions", body)
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix(message) == true, "\(answer.text)")
        #expect(answer.reason == "body.invalid")
        #expect(await client.sessions() == [])
    }

    @Test(
        "the captcha solver needs an active proxy",
        arguments: [
            ("", 400), (#","session":{"proxy":{"active":false}}"#, 400),
            (#","session":{"proxy":{"active":true}}"#, 200),
        ])
    func captcha(rest: String, status: Int) async {
        let client = AnchorClient()
        let answer = await client.post("/v1/sessions", #"{"browser":{"captcha_solver":{"active":true}}\#(rest)}"#)
        #expect(answer.status == status)
        guard status == 400 else { return }
        #expect(answer.message == "CAPTCHA solver requires proxy to be active.")
        #expect(answer.reason == "session.captchaNeedsProxy")
    }

    @Test(
        "what earlier clients call a kind of proxy is the vendor's own proxy",
        arguments: ["anchor_residential", "anchor_mobile", "anchor_gov"])
    func earlierProxies(type: String) async {
        let client = AnchorClient()
        let id = await client.session(
            #"{"session":{"proxy":{"active":true,"type":"\#(type)","country_code":"gb","region":"r","city":"c"}},"#
                + #""browser":{"captcha_solver":{"active":true}}}"#)
        let proxy = await client.get("/v1/sessions/\(id)")["data.configuration.session.proxy"]
        #expect(proxy == ["active": true, "type": "anchor_proxy", "country_code": "gb"])
        #expect(await client.get("/v1/sessions?proxy=true")["data.sessions.0.proxy_type"] == "anchor_proxy")
    }

    @Test("a city without a region is ignored")
    func city() async {
        let client = AnchorClient()
        let id = await client.session(#"{"session":{"proxy":{"active":true,"city":"berlin"}}}"#)
        let proxy = await client.get("/v1/sessions/\(id)")["data.configuration.session.proxy"]
        #expect(proxy == ["active": true, "type": "anchor_proxy", "country_code": "us"])
    }

    @Test(
        "a customer's proxy is one of three protocols with host and port, or host and port alone",
        arguments: [
            ("http://p.example.com:80", 200), ("HTTPS://p.example.com:443", 200), ("socks5://10.0.0.1:1080", 200),
            ("p.example.com:3128", 200), ("[::1]:3128", 200), ("p.example.com", 400), ("https://p.example.com", 400),
            ("ftp://p.example.com:21", 400), ("p.example.com:0", 400), ("p.example.com:65536", 400), (":80", 400),
            ("", 400), ("a b:80", 400),
        ])
    func customProxy(server: String, status: Int) async {
        let answer = await AnchorClient().post(
            "/v1/sessions",
            #"{"session":{"proxy":{"active":true,"type":"custom","server":"\#(server)","username":"","password":""}}}"#)
        #expect(answer.status == status, "\(answer.text)")
        if status == 400 { #expect(answer.message?.hasPrefix("session.proxy.server must be") == true) }
    }

    @Test("the vendor's 145 countries are known")
    func countries() {
        #expect(ProxyCountry.codes.count == 145)
        #expect(ProxyCountry.codes.allSatisfy { $0.utf8.count == 2 })
    }
}
