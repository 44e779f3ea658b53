import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: metrics")
struct MetricsTests {
    private func lines() async throws -> [String] {
        try await ControlPlane().send(.get, "/metrics").text.split(separator: "\n").map(String.init)
    }

    @Test("the answer is the Prometheus text format, version 0.0.4")
    func type() async throws {
        let reply = try await ControlPlane().send(.get, "/metrics")
        #expect(reply.status == .ok)
        #expect(reply.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(reply.text.hasSuffix("\n"))
    }

    @Test(
        "every number is there",
        arguments: [
            #"drydock_requests_total{operation="anchor.createSession",status="200"} 1"#,
            #"drydock_requests_total{operation="anchor.createSession",status="402"} 1"#,
            #"drydock_requests_total{operation="none",status="404"} 1"#,
            #"drydock_request_duration_seconds_bucket{vendor="anchor",le="0.001"} 1"#,
            #"drydock_request_duration_seconds_bucket{vendor="anchor",le="0.0025"} 2"#,
            #"drydock_request_duration_seconds_bucket{vendor="anchor",le="+Inf"} 2"#,
            #"drydock_request_duration_seconds_sum{vendor="anchor"} 0.0028"#,
            #"drydock_request_duration_seconds_count{vendor="anchor"} 2"#,
            #"drydock_request_duration_seconds_bucket{vendor="none",le="10.0"} 0"#,
            #"drydock_request_duration_seconds_bucket{vendor="none",le="+Inf"} 1"#,
            #"drydock_webhook_attempts_total{outcome="succeeded"} 2"#,
            #"drydock_webhook_attempts_total{outcome="rejected"} 1"#,
            #"drydock_webhook_attempts_total{outcome="unanswered"} 0"#,
            "drydock_rule_matches_total 1", "drydock_worlds 2", "drydock_connections_open 3", "drydock_body_bytes 8",
            "drydock_file_bytes 9",
            "drydock_journal_bytes 4096", "drydock_journal_entries_dropped_total 5", "drydock_snapshots 6",
            "drydock_event_listeners 7", "drydock_browsers 9", "process_start_time_seconds 1767225600.5",
            #"drydock_build_info{version="1.2\"\\\n3"} 1"#,
        ])
    func samples(line: String) async throws {
        #expect(try await lines().contains(line))
    }

    @Test("every metric has one HELP and one TYPE line, before its samples")
    func heads() async throws {
        let lines = try await lines()
        var told: [String] = []
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ")
            if line.hasPrefix("# HELP") {
                told.append(String(words[2]))
                #expect(lines[index + 1].hasPrefix("# TYPE \(words[2]) "))
            } else if !line.hasPrefix("#") {
                #expect(line.hasPrefix(try #require(told.last)), "\(line)")
            }
        }
        #expect(told.count == Set(told).count)
        #expect(told.count == 15)
    }

    @Test("what several parts counted adds up")
    func sum() {
        var (left, right, both) = (RequestCounts(), RequestCounts(), RequestCounts())
        for index in 0..<100 {
            let status = index % 3 == 0 ? 200 : 404
            let operation = index % 5 == 0 ? nil : "anon.createLink"
            let duration = Duration.milliseconds(index)
            both.note(operation: operation, status: status, isRuled: index.isMultiple(of: 2), duration: duration)
            if index.isMultiple(of: 7) {
                left.note(operation: operation, status: status, isRuled: index.isMultiple(of: 2), duration: duration)
            } else {
                right.note(operation: operation, status: status, isRuled: index.isMultiple(of: 2), duration: duration)
            }
        }
        left.add(right)
        #expect(left == both)
        #expect(both.requests.values.reduce(0, +) == 100)
        #expect(both.ruleMatches == 50)
    }
}
