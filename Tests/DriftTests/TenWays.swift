import Drift

/// Ten rules that make a Drydock differ on purpose, and what a check should say of each.
enum TenWays {
    static let key = #""anchor-api-key":"sk-test""#

    static let all: [(rule: String, operation: String, kind: Difference.Kind, place: String)] = [
        (
            reply("getProfile", 410, #"{"error":{"code":410,"message":"Gone"}}"#),
            "getProfile", .status, ""
        ),
        (
            reply("getApplication", 404, #"{"error":{"code":404,"message":"No such application"}}"#),
            "getApplication", .text, "error.message"
        ),
        (
            reply(
                "listProfiles", 200,
                #"""
                {"data":{"count":1,"items":[{"name":"office","description":"","source":"session","session_id":null,
                "created_at":"2026-01-01T00:00:00Z"}]}}
                """#),
            "listProfiles", .missingMember, "data.items[].status"
        ),
        (
            reply(
                "getProjectCredits", 200,
                #"{"cost_limit":null,"credits":0,"maxConcurrentBrowsers":0,"tier":"free","currency":"USD"}"#),
            "getProjectCredits", .additionalMember, "currency"
        ),
        (
            reply(
                "listApplications", 200,
                #"""
                {"applications":[{"id":"0d5e0001-0000-4000-8000-000000000001","name":"a","url":null,"description":null,
                "identity_count":"1","auth_methods":["custom"],"created_at":"2026-01-01T00:00:00Z",
                "updated_at":"2026-01-01T00:00:00Z"}]}
                """#),
            "listApplications", .type, "applications[].identity_count"
        ),
        (
            reply(
                "getBilling", 200,
                #"""
                {"data":{"billing_period":"monthly","cost_limit":null,"credits":0,"credits_used":0,"gifts_balance":0,
                "included_credits":0,"max_concurrent_browsers":0,"tier":null},"usage":{"data":[],
                "from_date":"2026-01-01T00:00:00Z","granularity":"hour","to_date":"2026-01-01T00:00:00Z",
                "total_credits_used":0}}
                """#, ", \"query\":{\"from_date\":{\"absent\":true}}"),
            "getBilling", .null, "data.tier"
        ),
        (
            #"""
            {"on":"anchor.fetchRecording","effect":{"reply":{"status":404,"headers":{"Retry-After":"1"},
            "body":{"error":{"code":404,"message":"Session not found"}}}}}
            """#,
            "fetchRecording", .header, "retry-after"
        ),
        (
            reply("getIdentity", 404, #"{"error":{"code":404,"message":"Identity not found"}}"#, type: "text/plain"),
            "getIdentity", .contentType, "content-type"
        ),
        (
            reply(
                "listSessions", 404, #"{"error":{"code":404,"message":"Not found"}}"#, #","query":{"page":"drydock"}"#),
            "listSessions", .status, ""
        ),
        (
            reply("getSession", 404, #"{"message":"Session not found","status":404}"#),
            "getSession", .envelope, ""
        ),
    ]

    private static func reply(
        _ operation: String, _ status: Int, _ body: String, _ further: String = "",
        type: String = "application/json; charset=utf-8"
    ) -> String {
        """
        {"on":"anchor.\(operation)","when":{"header":{\(key)}\(further)},"effect":{"reply":{"status":\(status),
        "headers":{"Content-Type":"\(type)"},"body":\(body)}}}
        """
    }
}
