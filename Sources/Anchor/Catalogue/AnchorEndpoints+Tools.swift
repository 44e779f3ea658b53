import HTTPTypes
import KernelHTTP

/// One-shot tools and events (anchor.md 10): known, not simulated.
extension AnchorEndpoints {
    static let tools: [Endpoint] = [
        .missing("performWebTask", .post, "/v1/tools/perform-web-task", "Let an agent do something"),
        .missing(
            "getWebTaskStatus", .get, "/v1/tools/perform-web-task/{workflowId}/status",
            "Read how far the agent is"),
        .missing("fetchWebpage", .post, "/v1/tools/fetch-webpage", "Read a page's content"),
        .missing("unlockWebpage", .post, "/v1/tools/fetch/webpage", "Read a page past its defences"),
        .missing("takeScreenshot", .post, "/v1/tools/screenshot", "Take a picture of a page"),
        .missing("printPage", .post, "/v1/tools/page-pdf", "Print a page as PDF"),
        .missing("executeCode", .post, "/v1/tools/execute-code", "Run code in a session"),
        .missing("waitForEvent", .post, "/v1/events/{event_name}/wait", "Wait for an event"),
        .missing("signalEvent", .post, "/v1/events/{event_name}", "Signal an event"),
    ]
}
