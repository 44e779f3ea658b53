import HTTPTypes
import Kernel
package import KernelHTTP

/// The control plane, `/_drydock/…`, in the form that vendors have: operations, and one way of saying no.
package struct ControlVendor: Vendor {
    /// `drydock`
    package let name = "drydock"
    /// Every operation of `ControlEndpoints`.
    package let routes: [Route<ControlContext>]

    /// What its handlers get, whatever the world.
    package let desk: ControlContext

    /// The control plane with all its routes, over these worlds.
    package init(_ worlds: any ControlledWorlds) {
        desk = ControlContext(worlds)
        routes = ControlEndpoints.routes
    }

    /// The control plane's envelope for whatever was thrown. What is not a refusal of ours is a bug: 500.
    package func reply(for error: any Error) -> Reply {
        let refusal =
            switch error {
            case let refusal as ControlRefusal: refusal
            case let complaint as FieldComplaint: ControlRefusal.invalidBody([complaint])
            case let complaint as JSONComplaint: ControlRefusal.notJSON(complaint)
            default:
                ControlRefusal(.internalServerError, "This is a bug in Drydock: \(error)", code: "drydock.bug")
            }
        return .json(refusal.status, refusal, reason: refusal.reason)
    }

    /// Rules do not act on the control plane, so there is none.
    package func problem(named name: String) -> (any Error)? { nil }

    /// None.
    package var problemNames: [String] { [] }

    /// The envelope for a request that reached no operation.
    package func refusal(_ refusal: RoutingRefusal) -> Reply {
        var reply = reply(for: ControlRefusal(refusal, among: routes.map(\.endpoint.path)))
        reply.headers.append(contentsOf: refusal.headers)
        return reply
    }
}

/// What the control plane's handlers get: all worlds, because each call says by `world=NAME` which one it is about.
package struct ControlContext: Sendable {
    let worlds: any ControlledWorlds

    init(_ worlds: any ControlledWorlds) {
        self.worlds = worlds
    }
}

/// The operations of the control plane (product.md 6), first part.
enum ControlEndpoints {
    static let routes: [Route<ControlContext>] =
        world + snapshots + tokens + scenario + rules + requests + observation + reference

    private static let world = [
        route("getHealth", .get, "/health", "Tells that Drydock serves", handle: HealthController.read),
        route("getClock", .get, "/clock", "Reads a world's clock", handle: ClockController.read),
        route("changeClock", .post, "/clock", "Moves, stops or starts a world's clock", handle: ClockController.change),
        route("listWorlds", .get, "/worlds", "Lists the worlds", handle: WorldController.list),
        route("dropWorld", .delete, "/worlds/{world}", "Forgets a world", handle: WorldController.drop),
        route("resetWorld", .post, "/reset", "Puts a world back to its start", handle: WorldController.reset),
        route(
            "completeIdentityToken", .post, "/identity-tokens/{token}/complete",
            "Finishes the hosted flow of an identity token without a browser", handle: IdentityTokenController.complete),
        route(
            "completeLink", .post, "/link/complete", "Finishes Link without a browser", handle: LinkController.complete),
    ]

    private static let snapshots = [
        route("listSnapshots", .get, "/snapshots", "Lists a world's snapshots", handle: SnapshotController.list),
        route("takeSnapshot", .post, "/snapshots", "Keeps what a world is now", handle: SnapshotController.take),
        route(
            "importSnapshot", .put, "/snapshots", "Keeps what another Drydock exported", query: ["name"],
            handle: SnapshotController.import),
        route("exportSnapshot", .get, "/snapshots/{id}", "A snapshot as a document", handle: SnapshotController.export),
        route("deleteSnapshot", .delete, "/snapshots/{id}", "Deletes a snapshot", handle: SnapshotController.delete),
        route(
            "restoreSnapshot", .post, "/snapshots/{id}/restore", "Puts a world back to a snapshot",
            handle: SnapshotController.restore),
        route(
            "compareSnapshots", .get, "/snapshots/{id}/diff/{other}", "Tells what differs between two snapshots",
            handle: SnapshotController.compare),
        route(
            "rewindWorld", .post, "/rewind", "Puts a world back to just before a request",
            handle: SnapshotController.rewind),
    ]

    private static let tokens = [
        route(
            "getCredentials", .get, "/credentials", "Shows a world's ready-made keys, ids and token",
            handle: CredentialController.read),
        route("signToken", .post, "/token", "Signs an app user id token, right or wrong", handle: TokenController.sign),
    ]

    private static let scenario = [
        route("listScenarios", .get, "/scenarios", "Lists the scenarios", handle: ScenarioController.list),
        route("getScenario", .get, "/scenario", "Tells a world's scenario", handle: ScenarioController.read),
        route(
            "loadScenario", .put, "/scenario", "Starts a world anew from a scenario", handle: ScenarioController.load),
        route(
            "getScenarioSchema", .get, "/scenario.schema.json", "The JSON Schema of scenario files",
            handle: ScenarioController.schema),
    ]

    private static let rules = [
        route("listRules", .get, "/rules", "Lists a world's rules", handle: RuleController.list),
        route("addRule", .post, "/rules", "Adds a rule before all others", handle: RuleController.add),
        route("removeRules", .delete, "/rules", "Removes all rules", handle: RuleController.removeAll),
        route("getRule", .get, "/rules/{id}", "Shows a rule and how it fared", handle: RuleController.read),
        route("removeRule", .delete, "/rules/{id}", "Removes a rule", handle: RuleController.remove),
    ]

    private static let requests = [
        route(
            "listRequests", .get, "/requests", "Lists a world's exchanges",
            query: RequestFilter.names + WaitTerms.names + ["secrets"], handle: RequestController.list),
        route(
            "listUnmatchedRequests", .get, "/requests/unmatched", "Lists the exchanges that nothing was simulated for",
            query: RequestFilter.names + WaitTerms.names + ["secrets"], handle: RequestController.listUnmatched),
        route(
            "findRequests", .post, "/requests/find", "Finds exchanges as rules find requests",
            query: WaitTerms.names + ["secrets"], handle: RequestController.find),
        route(
            "countRequests", .post, "/requests/count", "Counts exchanges as rules find requests",
            query: WaitTerms.names, handle: RequestController.count),
        route(
            "findNearMisses", .post, "/requests/near-misses", "Finds the exchanges that came closest to what is wanted",
            query: ["secrets"], handle: NearMissController.find),
        route(
            "getRequest", .get, "/requests/{number}", "Shows one exchange", query: ["secrets"],
            handle: RequestController.read),
        route("clearRequests", .delete, "/requests", "Empties a world's journal", handle: RequestController.clear),
        route(
            "exportRequests", .get, "/requests.har", "Exports a world's exchanges as an HTTP Archive",
            query: RequestFilter.names + ["secrets"], handle: RequestController.archive),
        route(
            "verifyRequests", .post, "/verify", "Holds a world's exchanges against expectations", query: ["secrets"],
            handle: VerificationController.verify),
    ]

    private static let observation = [
        route(
            "streamEvents", .get, "/events", "Tells what happens in a world, as it happens",
            query: ["since", "secrets"],
            handle: EventController.stream),
        route("getMetrics", .get, "/metrics", "The process in numbers, for Prometheus", handle: MetricsController.read),
    ]

    private static let reference = [
        route("listOperations", .get, "/operations", "Lists the vendors' operations", handle: OperationController.list),
        route("getOpenAPI", .get, "/openapi.yaml", "The control plane as OpenAPI", handle: OpenAPIController.own),
        route(
            "getVendorOpenAPI", .get, "/openapi/{document}", "A vendor as OpenAPI, as `anchor.yaml`",
            handle: OpenAPIController.read),
        route(
            "listFAQ", .get, "/faq", "Lists the documented failures and the reasons of refusals",
            handle: FAQController.list),
        route("getFAQEntry", .get, "/faq/{id}", "Explains a failure or a reason", handle: FAQController.read),
        route("openDashboard", .get, "", "A page with the state of a world", handle: DashboardController.open),
    ]

    /// A call under `/_drydock` that takes these query parameters and `world`.
    private static func route(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, query: [String] = [],
        handle: @escaping Route<ControlContext>.Handler
    ) -> Route<ControlContext> {
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
