import Kernel
import KernelHTTP

/// What a person does with a world: its time, its scenario, its rules, its past; and which worlds there are.
struct WorldPage {
    /// The query parameters of the page.
    static let queryNames = ["compare", "to"]

    private static let mostWorlds = 200

    private let call: ControlCall
    private let world: any ControlledWorld

    /// The page that a call asks for. Throws `ControlRefusal`.
    init(_ call: ControlCall) throws {
        self.call = call
        world = try call.world()
    }

    /// The page. Throws `ControlRefusal` for a snapshot that is to be compared and is not there.
    var page: ControlPage {
        get throws {
            let worlds = call.worlds
            return ControlPage(
                title: "World \(world.name)",
                content: """
                    <div class="sides">
                    <div>\(clock)\(ScenarioPanel(world, worlds).markup)</div>
                    <div>\(RulesPanel(world, worlds).markup)\(try SnapshotsPanel(call, world).markup)</div>
                    </div>
                    \(allWorlds)
                    """,
                world: world.name, tab: .world, isLive: true)
        }
    }

    // MARK: Clock

    private var clock: Markup {
        let reading = world.clock.reading
        let isFrozen = reading.mode == .frozen
        let spans = [("1m", "+1 minute"), ("15m", "+15 minutes"), ("1h", "+1 hour"), ("24h", "+1 day")]
        let steps = spans.map { span, words in
            button("changeClock", words, [("advance", span)], done: "The clock went on by \(words.dropFirst()).")
        }
        return """
            <section class="panel" data-key="clock" aria-labelledby="clock"><h2 id="clock">Clock</h2>
            <p><strong><time>\(reading.now.description)</time></strong> <span class="tag">\(reading.mode.rawValue)</span></p>
            <div class="buttons">\(steps)
            \(button("changeClock", isFrozen ? "Let it run" : "Freeze", [("freeze:bool", isFrozen ? "false" : "true")]))
            </div>
            <form class="line-form" method="post" action="\(action("changeClock"))" data-done="The clock is set." data-still>
            <label for="set-clock">Set to</label>
            <input id="set-clock" name="set" size="26" value="\(reading.now.description)" spellcheck="false" required>
            <button class="quiet-button">Set</button></form>
            \(pending)
            </section>
            """
    }

    private var pending: Markup {
        let wakeUps = world.clock.pendingWakeUps
        guard !wakeUps.isEmpty else { return "<p class=\"quiet\">Nothing waits for the clock.</p>" }
        let items = wakeUps.prefix(50).map { wakeUp in
            let request: Markup = wakeUp.request.map { "request \($0) " } ?? .empty
            return "<li><time>\(wakeUp.deadline.timeOfDay)</time> \(request)\(wakeUp.operation ?? "a timer")</li>"
                as Markup
        }
        return "<p>Waiting for the clock: \(wakeUps.count)</p><ul>\(items)</ul>"
    }

    // MARK: Worlds

    private var allWorlds: Markup {
        let all = call.worlds.worlds
        let rows = all.prefix(Self.mostWorlds).map { world in
            [
                "\(Markup.link(PageTab.requests.address(in: world.name), world.name.description)) \(outcome(of: world))",
                "\(world.scenarioName)", "<time>\(world.now.description)</time>, \(world.mode.rawValue)",
                "\(world.requests)",
                button(
                    "dropWorld", "Forget", [("path.world", world.name.description)],
                    ask: "Forget world \(world.name) with all that is in it?"),
            ] as [Markup]
        }
        let caption = all.count > Self.mostWorlds ? "The first \(Self.mostWorlds) of \(all.count) worlds" : "All worlds"
        return """
            <section data-key="worlds" aria-labelledby="worlds"><h2 id="worlds">Worlds</h2>
            \(Markup.table(caption, columns: ["World", "Scenario", "Clock", "Exchanges", "Forget"], rows: rows))\(setAside)
            </section>
            """
    }

    /// What the test of this world came to, as its framework says.
    private func outcome(of world: WorldReport) -> Markup? {
        world.mark.map { mark in
            let kind = mark.outcome == .failed ? "bad" : "good"
            return "<span class=\"tag \(kind)\">\(mark.outcome.rawValue)</span> \(mark.test)"
        }
    }

    private var setAside: Markup {
        let all = call.worlds.setAside
        guard !all.isEmpty else { return .empty }
        return Markup.table(
            "Worlds of the data file that cannot be read", columns: ["World", "Row", "Problem"],
            rows: all.prefix(Self.mostWorlds).map { ["\($0.name)", "\($0.row ?? "")", "\($0.problem)"] })
    }

    private func action(_ operation: String) -> String { PageForm.address(operation, in: world.name) }

    private func button(
        _ operation: String, _ words: String, _ fields: [(String, String)], ask: String? = nil, done: String? = nil
    ) -> Markup {
        PageForm.button(operation, words, fields, in: world.name, ask: ask, done: done)
    }
}

/// Forms of the pages that lead to calls of the control plane.
enum PageForm {
    /// Where the form of an operation is sent.
    static func address(_ operation: String, in world: WorldName) -> String {
        "/_drydock/actions/\(operation)?world=\(world.description)"
    }

    /// A form that is nothing but a button.
    ///
    /// - Parameters:
    ///   - fields: what is sent, as `PageAction` reads it.
    ///   - ask: what is asked before something is lost; nil if nothing is.
    ///   - done: what is said afterwards.
    static func button(
        _ operation: String, _ words: String, _ fields: [(String, String)] = [], in world: WorldName,
        ask: String? = nil, done: String? = nil
    ) -> Markup {
        let question: Markup = ask.map { " data-ask=\"\($0)\"" } ?? .empty
        let answer: Markup = done.map { " data-done=\"\($0)\"" } ?? .empty
        return """
            <form method="post" action="\(address(operation, in: world))"\(question)\(answer)>\(hidden(fields))\
            <button class="\(ask == nil ? "quiet-button" : "danger")">\(words)</button></form>
            """
    }

    /// What a form sends without asking anybody.
    static func hidden(_ fields: [(String, String)]) -> Markup {
        "\(fields.map { name, value in "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">" as Markup })"
    }
}
