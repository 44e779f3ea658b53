import KernelHTTP

/// `/_drydock` itself
enum DashboardCalls {
    @Sendable static func open(_ call: ControlCall) throws -> Reply {
        let dashboard = Dashboard(world: try call.world(), worlds: call.worlds)
        return ControlPage(
            title: "World \(dashboard.worldName)", content: dashboard.html,
            script: (DashboardScript.text, DashboardScript.hash)
        ).reply()
    }
}
