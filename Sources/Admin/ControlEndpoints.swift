import HTTPTypes
import KernelHTTP

/// The operations of the control plane (product.md 6), first part.
enum ControlEndpoints {
    static let routes: [Route<ControlDesk>] = world + tokens + scenario + rules + requests + reference

    private static let world = [
        route("getHealth", .get, "/health", "Tells that Drydock serves", handle: HealthCalls.read),
        route("getClock", .get, "/clock", "Reads a world's clock", handle: ClockCalls.read),
        route("changeClock", .post, "/clock", "Moves, stops or starts a world's clock", handle: ClockCalls.change),
        route("listWorlds", .get, "/worlds", "Lists the worlds", handle: WorldCalls.list),
        route("dropWorld", .delete, "/worlds/{world}", "Forgets a world", handle: WorldCalls.drop),
        route("resetWorld", .post, "/reset", "Puts a world back to its start", handle: WorldCalls.reset),
        route(
            "completeIdentityToken", .post, "/identity-tokens/{token}/complete",
            "Finishes the hosted flow of an identity token without a browser", handle: IdentityTokenCalls.complete),
        route("completeLink", .post, "/link/complete", "Finishes Link without a browser", handle: LinkCalls.complete),
    ]

    private static let tokens = [
        route(
            "getCredentials", .get, "/credentials", "Shows a world's ready-made keys, ids and token",
            handle: CredentialCalls.read),
        route("signToken", .post, "/token", "Signs an app user id token, right or wrong", handle: TokenCalls.sign),
    ]

    private static let scenario = [
        route("listScenarios", .get, "/scenarios", "Lists the scenarios", handle: ScenarioCalls.list),
        route("getScenario", .get, "/scenario", "Tells a world's scenario", handle: ScenarioCalls.read),
        route("loadScenario", .put, "/scenario", "Starts a world anew from a scenario", handle: ScenarioCalls.load),
        route(
            "getScenarioSchema", .get, "/scenario.schema.json", "The JSON Schema of scenario files",
            handle: ScenarioCalls.schema),
    ]

    private static let rules = [
        route("listRules", .get, "/rules", "Lists a world's rules", handle: RuleCalls.list),
        route("addRule", .post, "/rules", "Adds a rule before all others", handle: RuleCalls.add),
        route("removeRules", .delete, "/rules", "Removes all rules", handle: RuleCalls.removeAll),
        route("getRule", .get, "/rules/{id}", "Shows a rule and how it fared", handle: RuleCalls.read),
        route("removeRule", .delete, "/rules/{id}", "Removes a rule", handle: RuleCalls.remove),
    ]

    private static let requests = [
        route(
            "listRequests", .get, "/requests", "Lists a world's exchanges", query: RequestFilter.names + ["secrets"],
            handle: RequestCalls.list),
        route(
            "listUnmatchedRequests", .get, "/requests/unmatched", "Lists the exchanges that nothing was simulated for",
            query: RequestFilter.names + ["secrets"], handle: RequestCalls.listUnmatched),
        route(
            "getRequest", .get, "/requests/{number}", "Shows one exchange", query: ["secrets"],
            handle: RequestCalls.read),
        route("clearRequests", .delete, "/requests", "Empties a world's journal", handle: RequestCalls.clear),
    ]

    private static let reference = [
        route("listOperations", .get, "/operations", "Lists the vendors' operations", handle: OperationCalls.list),
        route("getOpenAPI", .get, "/openapi.yaml", "The control plane as OpenAPI", handle: OpenAPICalls.own),
        route(
            "getVendorOpenAPI", .get, "/openapi/{document}", "A vendor as OpenAPI, as `anchor.yaml`",
            handle: OpenAPICalls.read),
        route(
            "listFAQ", .get, "/faq", "Lists the documented failures and the reasons of refusals", handle: FAQCalls.list),
        route("getFAQEntry", .get, "/faq/{id}", "Explains a failure or a reason", handle: FAQCalls.read),
        route("openDashboard", .get, "", "A page with the state of a world", handle: DashboardCalls.open),
    ]

    /// A call under `/_drydock` that takes these query parameters and `world`.
    private static func route(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, query: [String] = [],
        handle: @escaping Route<ControlDesk>.Handler
    ) -> Route<ControlDesk> {
        let terms = QueryTerms(query)
        return Route(
            Endpoint("drydock.\(name)", method, "/_drydock\(path)", summary, provenance: .ours),
            admit: { call in
                try terms.check(call.exchange.query)
                _ = try call.worldName()
            },
            handle: handle)
    }
}
