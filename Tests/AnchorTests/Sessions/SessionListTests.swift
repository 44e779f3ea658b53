import Kernel
import Testing

@testable import Anchor

struct SessionListTests {
    private let client = AnchorClient()

    @Test("a row has all its members")
    func row() async {
        let id = await client.session(
            #"{"session":{"tags":["a"],"initial_url":"https://A.example:8443/x","proxy":{"active":true},"recording":{"active":false}},"browser":{"headless":{"active":true}}}"#
        )
        client.advance(.seconds(90))
        let answer = await client.get("/v1/sessions")
        let row = answer["data.sessions.0"]
        let expected: [(String, JSONValue)] = [
            ("id", .string(id)), ("status", "running"), ("tags", ["a"]), ("headless", true), ("recording", false),
            ("used_credits", 2), ("proxy_bytes", 0), ("proxy_type", "anchor_proxy"), ("steps", .null), ("duration", 90),
            ("created_at", "2026-01-01T00:00:00.000Z"), ("task_initiated", false), ("task_executions_count", 0),
            ("api_key_name", "default"), ("browser_ip", "127.0.0.1"), ("domains", ["a.example"]),
        ]
        for (name, value) in expected { #expect(row?[path: name] == value, "\(name)") }
        #expect(row?[path: "user_configuration.browser.headless.active"] == true)
        #expect(row?.object?.members.count == 17)
        #expect(answer["data.total"] == 1 && answer["data.page"] == 1 && answer["data.total_pages"] == 1)
    }

    @Test("a session without options has neither tags nor domains nor a proxy")
    func emptyRow() async {
        _ = await client.session()
        let row = await client.get("/v1/sessions")["data.sessions.0"]
        #expect(row?[path: "tags"] == .null && row?[path: "domains"] == .null && row?[path: "proxy_type"] == .null)
    }

    @Test(
        "every filter keeps what it says",
        arguments: [
            ("", "abc"), ("search=SHOP", "a"), ("search=night", "ab"), ("search=office", "c"), ("search=nowhere", ""),
            ("status=running", "bc"), ("status=completed", "a"), ("status=unheard", ""), ("tags=nightly", "ab"),
            ("tags=nightly,invoices", "a"), ("tags=daily,invoices", ""), ("tags=night", ""),
            ("domains=shop.example", "a"),
            ("domains=Bank.example", "b"), ("domains=Bank.example,shop.example", ""), ("domains=example", ""),
            ("created_from=2026-01-01T00:01:00Z", "bc"), ("created_from=2026-01-01T02:01:00.001%2B02:00", "c"),
            ("created_to=2026-01-01T00:01:00Z", "ab"), ("created_to=2025-12-31T00:00:00Z", ""),
            ("created_from=2026-01-01T00:00:30Z&created_to=2026-01-01T00:01:30Z", "b"), ("batch_id=b", ""),
            ("batch_id=", "abc"), ("task_initiated=true", ""), ("task_initiated=false", "abc"), ("proxy=true", "a"),
            ("proxy=false", "bc"), ("extra_stealth=true", "b"), ("extra_stealth=false", "ac"),
            ("profile_name=office", "c"), ("profile_name=home", ""), ("playground=true", "abc"),
            ("sort_order=asc", "abc"), ("sort_order=desc", "cba"), ("sort_by=created_at", "abc"),
            ("sort_by=used_credits", "cba"), ("sort_by=api_key_name&sort_order=desc", "cba"),
            ("status=running&proxy=false&tags=daily", "c"),
        ])
    func filters(query: String, expected: String) async {
        let names = await threeSessions()
        #expect(await client.sessions(query).compactMap { names[$0] }.joined() == expected)
    }

    @Test("a session that a task made for itself is told apart from others")
    func taskInitiated() async {
        let own = await client.session()
        #expect(await client.post("/v1/tools/perform-web-task", #"{"prompt":"p"}"#).status == 200)
        let made = await client.sessions("task_initiated=true")
        #expect(made.count == 1 && made != [own])
        #expect(await client.sessions("task_initiated=false") == [own])
    }

    @Test(
        "the status of all takes the same filters, but for search and status",
        arguments: [
            ("", "abc"), ("tags=nightly", "ab"), ("domains=bank.example", "b"),
            ("created_from=2026-01-01T00:01:00Z", "bc"), ("created_to=2026-01-01T00:00:00Z", "a"), ("batch_id=x", ""),
            ("task_initiated=true", ""), ("proxy=true", "a"), ("extra_stealth=true", "b"), ("profile_name=office", "c"),
            ("search=shop", "abc"), ("status=running", "abc"),
        ])
    func statuses(query: String, expected: String) async {
        let names = await threeSessions()
        let answer = await client.get("/v1/sessions/all/status?\(query)")
        let items = answer["data.items"]?.array ?? []
        #expect(items.compactMap { $0[path: "session_id"]?.string }.compactMap { names[$0] }.joined() == expected)
        #expect(answer["data.count"] == .integer(Int64(expected.count)))
    }

    @Test("the status of all has four members each")
    func statusRow() async {
        let id = await client.session()
        #expect(
            await client.get("/v1/sessions/all/status").json == [
                "data": [
                    "count": 1,
                    "items": [
                        [
                            "session_id": .string(id), "status": "running", "tags": [],
                            "created_at": "2026-01-01T00:00:00.000Z",
                        ]
                    ],
                ]
            ])
    }

    @Test(
        "pages have 10, 20 or 50 rows",
        arguments: [
            ("", 10, 1, 3), ("?page=3", 1, 3, 3), ("?page=4", 0, 4, 3), ("?limit=20", 20, 1, 2),
            ("?limit=20&page=2", 1, 2, 2), ("?limit=50", 21, 1, 1), ("?page=9223372036854775807", 0, Int64.max, 3),
        ])
    func pages(query: String, rows: Int, page: Int64, pages: Int64) async {
        for _ in 0..<21 { _ = await client.session() }
        let answer = await client.get("/v1/sessions\(query)")
        #expect(answer["data.sessions"]?.array?.count == rows)
        #expect(answer["data.total"] == 21)
        #expect(answer["data.page"] == .integer(page))
        #expect(answer["data.total_pages"] == .integer(pages))
    }

    @Test("an empty list has no pages")
    func empty() async {
        #expect(
            await client.get("/v1/sessions").json
                == ["data": ["sessions": [], "total": 0, "page": 1, "total_pages": 0]])
    }

    @Test(
        "a parameter that is wrong is named",
        arguments: [
            "page=0", "page=-1", "page=one", "page=9223372036854775808", "limit=0", "limit=1", "limit=11", "limit=51",
            "limit=ten", "sort_by=id", "sort_order=up", "created_from=yesterday", "created_to=2026-01-01",
            "task_initiated=yes", "proxy=1", "extra_stealth=TRUE",
        ])
    func refused(query: String) async {
        let answer = await client.get("/v1/sessions?\(query)")
        #expect(answer.status == 400)
        #expect(answer.reason == "query.invalid")
        #expect(answer.message?.hasPrefix("\(query.prefix { $0 != "=" }) must be") == true)
        #expect(await AnchorClient.adopting().get("/v1/sessions?\(query)").status == 200)
    }

    /// Sessions a (ended), b and c, a minute apart, and their letters by their ids.
    private func threeSessions() async -> [String: String] {
        _ = await client.post("/v1/profiles", #"{"name":"Office"}"#)
        _ = await client.post("/v1/profiles", #"{"name":"office"}"#)
        let bodies = [
            (
                "a",
                #"{"session":{"tags":["nightly","invoices"],"initial_url":"https://shop.example/o","proxy":{"active":true}}}"#
            ),
            (
                "b",
                #"{"session":{"tags":["nightly"],"initial_url":"https://bank.example","proxy":{"active":false}},"browser":{"extra_stealth":{"active":true}}}"#
            ),
            ("c", #"{"session":{"tags":["daily"]},"browser":{"profile":{"name":"office"}}}"#),
        ]
        var names: [String: String] = [:]
        for (name, body) in bodies {
            names[await client.session(body)] = name
            client.advance(.minutes(1))
        }
        if let first = names.first(where: { $0.value == "a" })?.key { _ = await client.delete("/v1/sessions/\(first)") }
        return names
    }
}
