import HTTPTypes
import Kernel
import KernelHTTP

/// The flows of a world as diagrams, while they run: `/flows`.
enum FlowController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "showFlows", .get, "/flows", "A page with each flow of a world as a sequence diagram",
            query: FlowsPage.queryNames, workload: .long, handle: PageController.page { try FlowsPage($0).page })
    ]
}

/// What belongs together in a world's journal, newest first.
struct FlowsPage {
    /// The query parameters of the page: one flow alone, or those behind one.
    static let queryNames = ["flow", "before"]

    /// How many flows a page has.
    private static let most = 20

    private let call: ControlCall
    private let world: any ControlledWorld
    private let flows: ArraySlice<Flow>
    /// Whether there are more behind them.
    private let hasMore: Bool
    private let only: String?
    private let ended: EndedObjects

    /// The page that a call asks for. Throws `ControlRefusal` for a flow that is not there.
    init(_ call: ControlCall) throws(ControlRefusal) {
        self.call = call
        world = try call.world()
        ended = try EndedObjects(in: world.name, of: call.worlds)
        var finder = FlowFinder(world.journal.entries)
        let all = finder.flows()
        only = call.query("flow")
        if let only {
            let index = try Self.index(of: only, in: all, world)
            flows = all[index...index]
            hasMore = false
        } else {
            let rest =
                if let before = call.query("before") { all[(try Self.index(of: before, in: all, world) + 1)...] } else {
                    all[...]
                }
            flows = rest.prefix(Self.most)
            hasMore = rest.count > Self.most
        }
    }

    private static func index(
        of id: String, in flows: [Flow], _ world: any ControlledWorld
    ) throws(ControlRefusal) -> Int {
        guard let index = flows.firstIndex(where: { $0.id == id }) else {
            throw ControlRefusal(
                .notFound, "No flow of world \(world.name) begins with request \(id)", code: ControlReason.flowUnknown)
        }
        return index
    }

    /// The page.
    var page: ControlPage {
        ControlPage(title: "Flows", content: "\(summary)\(list)\(more)", world: world.name, tab: .flows, isLive: true)
    }

    private var summary: Markup {
        let count = world.journal.count
        let limit: Markup =
            count > FlowFinder.mostEntries
            ? "<span>Of \(count) exchanges the newest \(FlowFinder.mostEntries) are looked at</span>" : .empty
        let all: Markup =
            only == nil && call.query("before") == nil
            ? .empty : "<span>\(Markup.link("/_drydock/flows?world=\(world.name.description)", "All flows"))</span>"
        return """
            <p class="summary" data-key="summary">
            <span>Clock <strong><time>\(world.clock.now.description)</time></strong>, \(world.clock.mode.rawValue)</span>
            \(limit)\(all)</p>
            """
    }

    private var list: Markup {
        guard !flows.isEmpty else {
            return """
                <p class="note" data-key="empty">No flow has begun yet. Create an identity token, ask for a Link address or \
                start a session: what follows shows here as it happens, from the token to the page, the callback and the \
                session. <a href="/_drydock/docs?world=\(world.name.description)">How to begin</a></p>
                """
        }
        return "\(flows.map { FlowSection($0, knowing: ended, in: world.name).markup })"
    }

    private var more: Markup {
        guard hasMore, let last = flows.last else { return .empty }
        return """
            <p class="more" data-key="older">\
            <a href="/_drydock/flows?world=\(world.name.description)&amp;before=\(last.id)">Older flows</a></p>
            """
    }
}

/// One flow: what it is, how far it has come, and its diagram.
struct FlowSection {
    private let flow: Flow
    private let ended: EndedObjects
    private let world: WorldName

    /// The section of a flow of this world, of which something may be known to be over.
    init(_ flow: Flow, knowing ended: EndedObjects, in world: WorldName) {
        self.flow = flow
        self.ended = ended
        self.world = world
    }

    /// A section with a heading of the second level.
    var markup: Markup {
        """
        <section class="panel flow" data-key="flow-\(flow.id)" aria-labelledby="flow-\(flow.id)">
        <h2 id="flow-\(flow.id)">\(flow.title)
        <a class="quiet" href="/_drydock/flows?world=\(world.description)&amp;flow=\(flow.id)">flow \(flow.id)</a></h2>
        <p>\(outcome) <span class="quiet">since <time>\(flow.exchanges.first?.at.description ?? "")</time></span></p>
        \(DiagramMarkup(flow, in: world).markup)
        </section>
        """
    }

    private var outcome: Markup {
        switch flow.outcome(knowing: ended) {
        case .running: return "<span class=\"tag\">running</span>"
        case .ended(let word): return "<span class=\"tag\">\(word)</span>"
        case .done: return "<span class=\"tag good\">done</span>"
        case .failed(let words, let code):
            guard let code else { return "<span class=\"tag bad\">failed: \(words)</span>" }
            let address = "/_drydock/faq/\(PercentCoding.encode(code))?world=\(world.description)"
            return "<span class=\"tag bad\">failed</span> \(Markup.link(address, words))"
        }
    }
}
