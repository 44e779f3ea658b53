import HTTPTypes
import Kernel
import KernelHTTP

/// The page at `/_drydock` itself.
enum DashboardController {
    static let routes: [Route<ControlContext>] = [
        .control("openDashboard", .get, "", "A page with the state of a world", workload: .long, handle: open)
    ]

    @Sendable private static func open(_ call: ControlCall) throws -> Reply {
        let dashboard = Dashboard(world: try call.world(), worlds: call.worlds)
        return ControlPage(
            title: "World \(dashboard.worldName)", content: dashboard.html,
            script: (DashboardScript.text, DashboardScript.hash)
        ).reply()
    }
}

/// A world at a glance: its clock, its latest requests and why they were answered so, its rules; and all worlds.
private struct Dashboard {
    private static let newest = 50

    private let world: any ControlledWorld
    private let worlds: any ControlledWorlds

    init(world: any ControlledWorld, worlds: any ControlledWorlds) {
        self.world = world
        self.worlds = worlds
    }

    var worldName: String { world.name.description }

    var html: String {
        [summary, links, requests, rules, allWorlds].joined(separator: "\n")
    }

    private var summary: String {
        let operations = worlds.operations
        return """
            <dl>
            <dt>Scenario</dt><dd><code>\(HTMLText.escape(world.scenarioName))</code></dd>
            <dt>Clock</dt><dd><code>\(world.clock.now)</code>, \(world.clock.mode.rawValue),
            \(world.clock.pendingWakeUps.count) answers delayed</dd>
            <dt>Operations</dt><dd>\(operations.count { $0.coverage == .simulated }) simulated,
            \(operations.count { $0.coverage == .canned }) canned</dd>
            <dt>Drydock</dt><dd>\(HTMLText.escape(worlds.version)), up \(worlds.uptime)</dd>
            </dl>
            """
    }

    private var links: String {
        let pages = [
            ("requests", "Journal"), ("requests/unmatched", "Unmatched requests"), ("rules", "Rules"),
            ("clock", "Clock"), ("scenario", "Scenario"), ("scenarios", "All scenarios"),
            ("scenario.schema.json", "Scenario schema"), ("worlds", "Worlds"), ("operations", "Operations"),
            ("faq", "Reasons explained"), ("openapi.yaml", "Control plane as OpenAPI"),
            ("openapi/anchor.yaml", "Anchor as OpenAPI"), ("health", "Health"),
        ]
        let items = pages.map { path, text in "<li><a href=\"/_drydock/\(path)?world=\(worldName)\">\(text)</a></li>" }
        return "<nav aria-label=\"Control plane\"><ul>\n\(items.joined(separator: "\n"))\n</ul></nav>"
    }

    private var requests: String {
        let entries = world.journal.entries.suffix(Self.newest).reversed()
        guard !entries.isEmpty else { return "<h2>Requests</h2>\n<p>None yet.</p>" }
        let table = HTMLTable(
            caption: "The latest requests, newest first",
            columns: ["Number", "At", "Request", "Operation", "Status", "Reason"],
            rows: entries.map(row))
        return "<h2>Requests</h2>\n\(table.html)"
    }

    private func row(_ entry: JournalEntry) -> [String] {
        let target = entry.direction == .incoming ? entry.request.path ?? "/" : entry.url
        let request = "\(entry.request.method.rawValue) \(SecretMask.masking.text(target))"
        let number =
            entry.direction == .incoming
            ? "<a href=\"/_drydock/requests/\(entry.number)?world=\(worldName)\">\(entry.number)</a>" : "sent"
        return [
            number,
            "<code>\(entry.receivedAt)</code>",
            "<code>\(HTMLText.escape(request))</code>",
            "<code>\(HTMLText.escape(entry.operation ?? "none"))</code>",
            "\(entry.response.status.code)",
            entry.reason.map(reason) ?? "",
        ]
    }

    private func reason(_ reason: Reason) -> String {
        let path = HTMLText.escape(PercentCoding.encode(reason.code))
        let detail = SecretMask.masking.text(reason.detail)
        return "<a href=\"/_drydock/faq/\(path)\">\(HTMLText.escape(reason.code))</a> \(HTMLText.escape(detail))"
    }

    private var rules: String {
        let rules = world.rules.statuses
        guard !rules.isEmpty else { return "<h2>Rules</h2>\n<p>None.</p>" }
        let table = HTMLTable(
            caption: "Rules, first asked first", columns: ["Rule", "On", "Effect", "Acted", "Left"],
            rows: rules.map { rule in
                [
                    "<code>\(HTMLText.escape(rule.id))</code>",
                    "<code>\(HTMLText.escape(rule.rule.on?.description ?? "any request"))</code>",
                    "<code>\(HTMLText.escape(JSONWriter.text(rule.rule.effect)))</code>", "\(rule.matched)",
                    rule.remaining.map { "\($0)" } ?? "no end",
                ]
            })
        return "<h2>Rules</h2>\n\(table.html)"
    }

    private var allWorlds: String {
        let all = worlds.worlds
        let table = HTMLTable(
            caption: all.count > Self.newest ? "The first \(Self.newest) of \(all.count) worlds" : "All worlds",
            columns: ["World", "Scenario", "Clock", "Requests"],
            rows: all.prefix(Self.newest).map { world in
                [
                    "<a href=\"/_drydock/?world=\(world.name)\">\(world.name)</a>",
                    HTMLText.escape(world.scenarioName),
                    "<code>\(world.now)</code>, \(world.mode.rawValue)",
                    "\(world.requests)",
                ]
            })
        return "<h2>Worlds</h2>\n\(table.html)\(setAside)"
    }

    private var setAside: String {
        let all = worlds.setAside
        guard !all.isEmpty else { return "" }
        let table = HTMLTable(
            caption: "Worlds of the data file that cannot be read", columns: ["World", "Row", "Problem"],
            rows: all.prefix(Self.newest).map { world in
                [world.name, world.row ?? "", world.problem].map { HTMLText.escape($0) }
            })
        return "\n\(table.html)"
    }
}

/// Keeps the dashboard up to date while it is open. Without JavaScript the page stays as it was loaded.
private enum DashboardScript {
    /// Replaces the page's content at most twice a second, and not while somebody works with it: keyboard focus and selected
    /// text would be lost.
    static let text = """
        if (window.EventSource) {
          const events = new EventSource("/_drydock/events" + location.search);
          let isDue = false;
          const refresh = async () => {
            isDue = false;
            const main = document.querySelector("main");
            if (main.contains(document.activeElement) || !getSelection().isCollapsed) return later();
            const text = await (await fetch(location.href)).text();
            main.replaceWith(new DOMParser().parseFromString(text, "text/html").querySelector("main"));
          };
          const later = () => {
            if (!isDue) setTimeout(refresh, 500);
            isDue = true;
          };
          for (const name of ["request", "world", "dropped"]) events.addEventListener(name, later);
        }
        """

    /// The script's SHA-256, by which the page's policy allows it; a test compares both.
    static let hash = "cfRqzTn4Upb5RLzELXorVmAvKNeEQbAaDdIz3Bo1Dow="
}
