import Kernel
import KernelHTTP
import Testing

@testable import Anchor

struct SessionHistoryTests {
    /// Thursday, 2026-01-01T00:00:00Z.
    private let client = AnchorClient()

    @Test(
        "spans begin where the calendar says",
        arguments: [
            (HistoryGranularity.hour, "2026-03-04T05:06:07.890Z", "2026-03-04T05:00:00.000Z"),
            (.hour, "2026-03-04T05:00:00Z", "2026-03-04T05:00:00.000Z"),
            (.day, "2026-03-04T23:59:59.999Z", "2026-03-04T00:00:00.000Z"),
            (.week, "2026-01-01T00:00:00Z", "2025-12-29T00:00:00.000Z"),
            (.week, "2026-01-05T00:00:00Z", "2026-01-05T00:00:00.000Z"),
            (.week, "2026-01-04T23:59:59Z", "2025-12-29T00:00:00.000Z"),
            (.month, "2024-02-29T12:00:00Z", "2024-02-01T00:00:00.000Z"),
            (.day, "1969-12-31T23:00:00Z", "1969-12-31T00:00:00.000Z"),
            (.week, "1969-12-28T00:00:00Z", "1969-12-22T00:00:00.000Z"),
        ])
    func spans(granularity: HistoryGranularity, moment: String, start: String) throws {
        let moment = try #require(Moment(moment))
        #expect(granularity.start(of: moment).description == start)
    }

    @Test("sessions are counted where they began, with what they used")
    func totals() async {
        _ = await client.session()
        client.advance(.minutes(60))
        let second = await client.session(#"{"session":{"timeout":{"idle_timeout":-1,"max_duration":-1}}}"#)
        client.advance(.minutes(90))
        _ = await client.delete("/v1/sessions/\(second)")
        let answer = await client.get("/v1/sessions/history?granularity=hour")
        #expect(answer["data"]?.array?.count == 2)
        #expect(
            answer["data.0"] == [
                "date": "2026-01-01T00:00:00.000Z", "session_count": 1, "proxy_bytes": 0, "ai_steps": 0,
                "session_hours": .number(1.0 / 12), "credits_used": 5, "screenshots": 0, "network_bytes_total": 0,
            ])
        #expect(answer["data.1.date"] == "2026-01-01T01:00:00.000Z")
        #expect(answer["data.1.session_hours"] == .number(1.5))
        #expect(
            answer["summary"] == [
                "total_sessions": 2, "total_proxy_bytes": 0, "total_ai_steps": 0,
                "total_session_hours": .number(1.5 + 1.0 / 12), "total_credits_used": 95, "total_screenshots": 0,
                "total_network_bytes_total": 0,
            ])
        #expect(
            answer["pagination"] == [
                "current_page": 1, "total_pages": 1, "total_records": 2, "has_next": false, "has_prev": false,
            ])
    }

    @Test("pictures count, and what is scripted for addresses that a session is sent to, through its proxy or not")
    func usage() async throws {
        let client = try AnchorClient.seeded(["pages": [["url": "https://a.example/", "body": "0123456789"]]])
        _ = await client.webhook("session.completed")
        let plain = await client.session()
        let proxied = await client.session(#"{"session":{"proxy":{"active":true,"type":"anchor_proxy"}}}"#)
        for id in [plain, proxied] {
            _ = await client.get("/v1/sessions/\(id)/screenshot")
            _ = await client.tool("screenshot", ["url": "https://a.example/"], in: id)
            _ = await client.tool("fetch-webpage", ["url": "https://a.example/"], in: id)
            // Read again, and nothing scripted.
            _ = await client.tool("fetch-webpage", [:], in: id)
            _ = await client.tool("fetch-webpage", ["url": "https://b.example/"], in: id)
        }
        _ = await client.tool("screenshot", ["url": "https://a.example/"])
        let answer = await client.get("/v1/sessions/history?metrics=screenshots,network_bytes_total,proxy_bytes")
        #expect(
            answer["summary"] == ["total_proxy_bytes": 20, "total_screenshots": 4, "total_network_bytes_total": 40])
        #expect(await client.get("/v1/sessions/\(plain)")["data.proxy_bytes"] == 0)
        #expect(await client.get("/v1/sessions/\(proxied)")["data.proxy_bytes"] == 20)
        _ = await client.delete("/v1/sessions/\(proxied)")
        let usage = client.deliver().first?.json[path: "data.usage"]
        #expect(usage?[path: "screenshots"] == 2 && usage?[path: "proxy_bytes"] == 20, "\(String(describing: usage))")
        #expect(usage?[path: "network_bytes_total"] == 20)
    }

    @Test("the day is the default, and the last thirty days")
    func defaults() async {
        _ = await client.session()
        client.advance(.minutes(30 * 24 * 60))
        _ = await client.session()
        #expect(await client.get("/v1/sessions/history")["pagination.total_records"] == 2)
        client.advance(.milliseconds(1))
        let answer = await client.get("/v1/sessions/history")
        #expect(answer["data"]?.array?.count == 1)
        #expect(answer["data.0.date"] == "2026-01-31T00:00:00.000Z")
    }

    @Test(
        "bounds are included",
        arguments: [
            ("from_date=2026-01-01T00:00:00Z", 2), ("from_date=2026-01-01T00:00:00.001Z", 1),
            ("from_date=2026-01-01T00:00:00Z&to_date=2026-01-01T00:59:59Z", 1), ("to_date=2025-12-31T00:00:00Z", 0),
        ])
    func bounds(query: String, count: Int64) async {
        _ = await client.session()
        client.advance(.minutes(60))
        _ = await client.session()
        #expect(await client.get("/v1/sessions/history?\(query)")["summary.total_sessions"] == .integer(count))
    }

    @Test(
        "only the metrics that were asked for are answered",
        arguments: ["metrics=credits_used,session_count", "metrics=session_count&metrics=credits_used"])
    func metrics(query: String) async {
        _ = await client.session()
        let answer = await client.get("/v1/sessions/history?\(query)")
        #expect(answer["data.0"]?.object?.members.map(\.name) == ["credits_used", "date", "session_count"])
        #expect(answer["summary"]?.object?.members.map(\.name) == ["total_credits_used", "total_sessions"])
    }

    @Test("a session that was made after a delayed call arrived has run for no time, and cost nothing")
    func madeLater() async {
        client.advance(.minutes(5))
        _ = await client.session()
        client.now = AnchorClient.start
        let answer = await client.get("/v1/sessions/history?to_date=2026-01-02T00:00:00Z")
        #expect(answer["summary.total_sessions"] == 1)
        #expect(answer["summary.total_session_hours"] == 0)
        #expect(answer["summary.total_credits_used"] == 0)
        _ = await client.delete("/v1/sessions/all")
        client.advance(.minutes(60))
        #expect(await client.get("/v1/sessions/history")["summary.total_session_hours"] == 0)
    }

    @Test("the sums of the longest sessions that there can be are right")
    func extremeTotals() async throws {
        client.now = .earliest
        let id = await client.session(#"{"session":{"timeout":{"idle_timeout":-1,"max_duration":-1}}}"#)
        let session = try #require(client.store.snapshot.sessions[id])
        client.now = .latest
        let answer = await client.get("/v1/sessions/history?from_date=0001-01-01T00:00:00Z")
        #expect(answer["data.0.date"] == "0001-01-01T00:00:00.000Z")
        #expect(answer["summary.total_credits_used"] == .integer(5_258_964_960))
        let query = QueryFields(NamedValues(urlEncoded: "from_date=0001-01-01T00:00:00Z"), reading: .strict)
        let request = try HistoryRequest(query, now: .latest)
        let sessions = Array(repeating: session, count: 42_000)
        let reply = try JSONParser.parse(
            JSONWriter.bytes(GetSessionsHistory.Reply(request, of: sessions, at: .latest) { _ in 0 }))
        #expect(reply[path: "summary.total_credits_used"] == .integer(42_000 * 5_258_964_960))
        guard case .number(let hours)? = reply[path: "summary.total_session_hours"] else {
            Issue.record("no fraction of hours: \(reply)")
            return
        }
        #expect(abs(hours / (42_000 * 87_649_416) - 1) < 1e-9)
    }

    @Test(
        "spans begin at the first instant where the calendar's beginning lies before it",
        arguments: HistoryGranularity.allCases)
    func firstSpan(granularity: HistoryGranularity) {
        #expect(granularity.start(of: .earliest) == .earliest)
        #expect(granularity.start(of: .latest) <= .latest)
    }

    @Test("a date beyond the years that can be written is a bad request in words")
    func datesOutOfRange() async {
        let answer = await client.get("/v1/sessions/history?from_date=0001-01-01T00:00:00%2B23:59")
        #expect(answer.status == 400 && answer.reason == "query.invalid")
        #expect(answer.message?.contains("a date-time in the years 0001 to 9999 of UTC") == true)
        client.now = .earliest
        #expect(await client.get("/v1/sessions/history")["pagination.total_records"] == 0)
    }

    @Test("the points come in pages")
    func pages() async {
        for _ in 0..<3 {
            _ = await client.session()
            client.advance(.minutes(60))
        }
        let answer = await client.get("/v1/sessions/history?granularity=hour&limit=2&page=2")
        #expect(answer["data"]?.array?.count == 1)
        #expect(answer["data.0.date"] == "2026-01-01T02:00:00.000Z")
        #expect(
            answer["pagination"] == [
                "current_page": 2, "total_pages": 2, "total_records": 3, "has_next": false, "has_prev": true,
            ])
        #expect(answer["summary.total_sessions"] == 3, "the summary is of all pages")
        #expect(await client.get("/v1/sessions/history?granularity=hour&limit=2")["pagination.has_next"] == true)
    }

    @Test(
        "a parameter that is wrong is named",
        arguments: [
            "granularity=year", "metrics=clicks", "metrics=session_count,clicks", "from_date=yesterday", "to_date=1",
            "page=0", "limit=0", "limit=1001", "limit=x", "from_date=2026-01-02T00:00:00Z&to_date=2026-01-01T00:00:00Z",
        ])
    func refused(query: String) async {
        let answer = await client.get("/v1/sessions/history?\(query)")
        #expect(answer.status == 400)
        #expect(answer.message?.hasPrefix("\(query.prefix { $0 != "=" }) must ") == true)
        #expect(answer.reason == "query.invalid")
    }
}
