import HTTPTypes
import Kernel
import KernelHTTP

/// The pages for people: each is whole without a script, and every form on them leads through `ActionController`.
enum PageController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "openDashboard", .get, "", "The page to open first, with a world's exchanges as they come",
            query: RequestLog.queryNames, workload: .long, handle: page { try RequestLog($0).page }),
        .control(
            "showWorld", .get, "/world", "A page with a world's clock, scenario, rules and snapshots, and all worlds",
            query: WorldPage.queryNames, workload: .long, handle: page { try WorldPage($0).page }),
    ]

    /// A page, also of what is refused: a person has asked.
    static func page(
        _ make: @escaping @Sendable (ControlCall) throws -> ControlPage
    ) -> Route<ControlContext>.ImmediateHandler {
        { call in
            do {
                return try make(call).reply()
            } catch let refusal as ControlRefusal {
                return RefusalPage.reply(refusal, of: call)
            }
        }
    }
}

/// What a person sees who asked for something that cannot be.
enum RefusalPage {
    /// The refusal as a page, with a way back to the dashboard.
    static func reply(_ refusal: ControlRefusal, of call: ControlCall) -> Reply {
        let world = (try? call.worldName()) ?? .default
        let page = FAQAddress.of(refusal.reason.code, in: world)
        return ControlPage(
            title: "That cannot be done",
            content: """
                <div class="alert" role="alert">\(words(of: refusal))</div>
                <p>\(Markup.link(page, "What this means"))</p>
                <p><a href="\(PageTab.requests.address(in: world))">To the requests of this world</a></p>
                """,
            world: world, tab: .requests
        ).reply(refusal.status, reason: refusal.reason)
    }

    /// The message, and the complaints that it does not repeat.
    private static func words(of refusal: ControlRefusal) -> Markup {
        let complaints = refusal.complaints.filter { !refusal.message.contains($0) }
        guard !complaints.isEmpty else { return "<p>\(refusal.message)</p>" }
        return "<p>\(refusal.message)</p><ul>\(complaints.prefix(50).map { "<li>\($0)</li>" as Markup })</ul>"
    }
}
