import Kernel
import KernelHTTP

/// Which scenario a world began with, and which it could begin with.
struct ScenarioPanel {
    private let world: any ControlledWorld
    private let worlds: any ControlledWorlds

    init(_ world: any ControlledWorld, _ worlds: any ControlledWorlds) {
        self.world = world
        self.worlds = worlds
    }

    var markup: Markup {
        let options = worlds.scenarios.map { scenario in
            """
            <option value="\(scenario.name)"\(scenario.name == world.scenarioName ? " selected" : Markup.empty)>\
            \(scenario.name) – \(scenario.title)</option>
            """ as Markup
        }
        return """
            <section class="panel" data-key="scenario" aria-labelledby="scenario"><h2 id="scenario">Scenario</h2>
            <p>Began with <strong>\(world.scenarioName)</strong>.</p>
            <div class="buttons">\(PageForm.button(
                "resetWorld", "Reset the world", in: world.name,
                ask: "Reset world \(world.name) to the start of its scenario?", done: "The world is at its start."))</div>
            <form class="line-form" method="post" action="\(PageForm.address("loadScenario", in: world.name))"
            data-done="The world begins with this scenario." data-still>
            <label for="load-scenario">Begin with</label>
            <select id="load-scenario" name="name">\(options)</select>
            <button class="quiet-button">Load</button></form>
            \(failures)
            </section>
            """
    }

    /// The failures that the vendors document, a click away.
    private var failures: Markup {
        let entries = (try? worlds.faq.entries.filter { $0.scenario != nil }) ?? []
        let items = entries.map { entry in
            """
            <li>\(PageForm.button(
                "loadScenario", entry.title, [("name", entry.scenario ?? "default")], in: world.name,
                done: "The world shows this failure now.")) \
            \(Markup.link(FAQAddress.of(entry.id, in: world.name), "why"))</li>
            """ as Markup
        }
        return
            "<details data-key=\"failures\"><summary>Documented failures</summary><ul class=\"failures\">\(items)</ul></details>"
    }
}

/// The rules of a world, with what they did, and a form for a further one.
struct RulesPanel {
    private let world: any ControlledWorld
    private let worlds: any ControlledWorlds

    init(_ world: any ControlledWorld, _ worlds: any ControlledWorlds) {
        self.world = world
        self.worlds = worlds
    }

    var markup: Markup {
        """
        <section class="panel" data-key="rules" aria-labelledby="rules"><h2 id="rules">Rules</h2>
        \(list)
        <details data-key="add-rule"><summary>Add a rule</summary>
        <form method="post" action="\(PageForm.address("addRule", in: world.name))" data-done="The rule is in force." data-still>
        <p><label for="new-rule">A rule as in a scenario, in YAML or JSON</label>
        <textarea id="new-rule" name="document" rows="6" spellcheck="false" required>\(Self.example)</textarea></p>
        <button>Add</button></form></details>
        </section>
        """
    }

    private static let example = """
        on: anchor.createSession
        times: 1
        effect:
          problem: outOfCredits
        """

    private var list: Markup {
        let rules = world.rules.statuses
        guard !rules.isEmpty else {
            return "<p class=\"quiet\">No rule: everything is answered as the vendor would.</p>"
        }
        let rows = rules.prefix(100).map { rule in
            [
                .code(rule.id), .code(rule.rule.on?.description ?? "any request"),
                .code(JSONWriter.text(rule.rule.effect)), "\(rule.matched)",
                rule.remaining.map { "\($0)" } ?? "no end",
                PageForm.button("removeRule", "Remove", [("path.id", rule.id)], in: world.name),
            ] as [Markup]
        }
        let all = PageForm.button(
            "removeRules", "Remove all", in: world.name, ask: "Remove all \(rules.count) rules?",
            done: "There is no rule now.")
        return """
            \(Markup.table(
                "First asked first", columns: ["Rule", "On", "Effect", "Acted", "Left", "Remove"], rows: rows))
            \(rules.count > 1 ? "<div class=\"buttons\">\(all)</div>" : Markup.empty)
            """
    }
}

/// What was kept of a world's past, and how the world differs from it.
struct SnapshotsPanel {
    private let call: ControlCall
    private let world: any ControlledWorld

    init(_ call: ControlCall, _ world: any ControlledWorld) throws {
        self.call = call
        self.world = world
    }

    var markup: Markup {
        get throws {
            """
            <section class="panel" data-key="snapshots" aria-labelledby="snapshots"><h2 id="snapshots">Snapshots</h2>
            \(try list)
            <form class="line-form" method="post" action="\(PageForm.address("takeSnapshot", in: world.name))"
            data-done="The snapshot is taken.">
            <label for="snapshot-name">Name (optional)</label>
            <input id="snapshot-name" name="name" maxlength="64" size="16" spellcheck="false">
            <button class="quiet-button">Take a snapshot</button></form>
            \(try difference)
            </section>
            """
        }
    }

    private var list: Markup {
        get throws {
            let snapshots = try call.worlds.snapshots(of: world.name)
            guard !snapshots.isEmpty else { return "<p class=\"quiet\">None is kept.</p>" }
            let rows = snapshots.map { snapshot in
                [
                    .code(snapshot.id), "<time>\(snapshot.now.description)</time>", "\(snapshot.objects)",
                    """
                    <div class="buttons">\(PageForm.button(
                        "restoreSnapshot", "Restore", [("path.id", snapshot.id)], in: world.name,
                        ask: "Put world \(world.name) back to \(snapshot.id)?", done: "The world is what it was then."))
                    <a href="/_drydock/world?world=\(world.name.description)&amp;compare=\(snapshot.id)#difference">Compare with now</a>
                    \(PageForm.button("deleteSnapshot", "Delete", [("path.id", snapshot.id)], in: world.name))</div>
                    """,
                ] as [Markup]
            }
            return Markup.table("The oldest first", columns: ["Snapshot", "Clock", "Objects", "Use"], rows: rows)
        }
    }

    private var difference: Markup? {
        get throws {
            guard let old = call.query("compare") else { return nil }
            let new = call.query("to") ?? "now"
            let difference = try call.worlds.difference(from: old, to: new, of: world.name)
            return """
                <h3 id="difference">From \(old) to \(new)</h3>
                <p>\(difference.summary)</p>
                \(Markup.json(difference, label: "From \(old) to \(new)"))
                """
        }
    }
}
