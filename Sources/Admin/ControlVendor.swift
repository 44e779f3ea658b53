import HTTPTypes
package import Kernel
package import KernelHTTP

/// The control plane, `/_drydock/…`, in the form that vendors have: operations, and one way of saying no.
package struct ControlVendor: Vendor {
    /// `drydock`
    package let name = "drydock"
    /// The calls of all families.
    package let routes: [Route<ControlContext>]

    /// What the handlers get, whatever the world.
    package let context: ControlContext

    /// The control plane with all its routes, over these worlds.
    package init(_ worlds: any ControlledWorlds) {
        context = ControlContext(worlds)
        routes = Self.families.flatMap(\.self)
    }

    /// The calls of the control plane, family by family; each stands above its handlers.
    static let families: [[Route<ControlContext>]] = [
        HealthController.routes,
        ClockController.routes,
        WorldController.routes,
        TestMarkController.routes,
        IdentityTokenController.routes,
        LinkController.routes,
        SnapshotController.routes,
        CredentialController.routes,
        TokenController.routes,
        ScenarioController.routes,
        RuleController.routes,
        TaskResultController.routes,
        RequestController.routes,
        NearMissController.routes,
        VerificationController.routes,
        EventController.routes,
        WebhookController.routes,
        ObjectController.routes,
        MetricsController.routes,
        OperationController.routes,
        OpenAPIController.routes,
        FAQController.routes,
        ReproductionController.routes,
        DocumentationController.routes,
        PageController.routes,
        FlowController.routes,
        ActionController.routes,
    ]

    /// The call of this name, for example `changeClock`; nil if there is none.
    static func route(named name: String) -> Route<ControlContext>? {
        families.lazy.joined().first { $0.endpoint.name == "drydock.\(name)" }
    }

    /// The refusal for whatever a handler threw. What is not a refusal is a bug of ours: 500.
    package func reply(for error: any Error) -> Reply {
        let refusal =
            switch error {
            case let refusal as ControlRefusal: refusal
            case let complaint as FieldComplaint: ControlRefusal.invalidBody([complaint])
            case let complaint as JSONComplaint: ControlRefusal.notJSON(complaint)
            default:
                ControlRefusal(
                    .internalServerError, "This is a bug in Drydock: \(error)", code: CommonReason.drydockBug)
            }
        return .json(refusal.status, refusal, reason: refusal.reason)
    }

    /// Returns nil: rules do not act on the control plane.
    package func problem(named name: String) -> (any Error)? { nil }

    /// None: rules do not act on the control plane.
    package var problemNames: [String] { [] }

    /// The reasons that only the control plane gives.
    package var reasons: [ExplainedReason] {
        ExplainedReason.all(of: ControlReason.self) + ExplainedReason.all(of: WebhookDeliveryReason.self)
    }

    /// The refusal of a request that reached no operation.
    package func refusal(_ refusal: RoutingRefusal) -> Reply {
        var reply = reply(for: ControlRefusal(refusal, among: routes.map(\.endpoint.path)))
        reply.headers.append(contentsOf: refusal.headers)
        return reply
    }
}

/// What the control plane's handlers get: all worlds, because a call says with `world=NAME` which one it is about.
package struct ControlContext: Sendable {
    let worlds: any ControlledWorlds

    init(_ worlds: any ControlledWorlds) {
        self.worlds = worlds
    }
}

extension Route where Store == ControlContext {
    /// A call under `/_drydock` that takes these query parameters and `world`.
    static func control(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, query: [String] = [],
        workload: Workload = .short, handle: @escaping ImmediateHandler
    ) -> Self {
        Route(
            .control(name, method, path, summary), workload: workload, admit: admission(QueryTerms(query)),
            handle: handle)
    }

    /// The same where the answer has to wait for something.
    static func control(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, query: [String] = [],
        workload: Workload = .short, waiting handle: @escaping WaitingHandler
    ) -> Self {
        Route(
            .control(name, method, path, summary), workload: workload, admit: admission(QueryTerms(query)),
            waiting: handle)
    }

    private static func admission(_ terms: QueryTerms) -> Admission {
        { call in
            try terms.check(call.exchange.query)
            _ = try call.worldName()
        }
    }
}

extension Endpoint {
    fileprivate static func control(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String
    ) -> Endpoint {
        Endpoint("drydock.\(name)", method, "/_drydock\(path)", summary, provenance: .ours)
    }
}
