import HTTPTypes
import Kernel
import KernelHTTP

/// The dashboard's first page: what came and what was answered, newest first.
struct RequestLog {
    /// How many exchanges a page has; older ones are a link away.
    private static let most = 100

    private static let vendors = [(value: "anchor", words: "Anchor"), (value: "anon", words: "Anon")]

    /// The query parameters of the page.
    static let queryNames = RequestFilter.names + ["vendor", "before", "secrets"]

    private let call: ControlCall
    private let world: any ControlledWorld
    private let query: NamedValues
    private let filter: RequestFilter
    private let before: Int?

    /// The page that a call asks for. Throws `ControlRefusal` for a filter that cannot be read.
    init(_ call: ControlCall) throws {
        self.call = call
        world = try call.world()
        // A form sends its empty fields as well.
        query = NamedValues(call.exchange.query.pairs.filter { !$0.value.isEmpty })
        filter = try RequestFilter(query)
        _ = try call.secretMask()
        if let vendor = query["vendor"], !Self.vendors.contains(where: { $0.value == vendor }) {
            throw ControlRefusal.invalidQuery([
                "The query parameter vendor must be anchor or anon, not \"\(vendor)\""
            ])
        }
        guard let text = query["before"] else {
            before = nil
            return
        }
        guard let number = Int(text), number > 0 else {
            throw ControlRefusal.invalidQuery([
                "The query parameter before must be a request's number, from 1, not \"\(text)\""
            ])
        }
        before = number
    }

    /// The page.
    var page: ControlPage {
        ControlPage(
            title: "Requests", content: "\(summary)\(filters)\(list)", world: world.name, tab: .requests, isLive: true)
    }

    private var summary: Markup {
        let journal = world.journal
        let dropped: Markup = journal.dropped > 0 ? "<span>\(journal.dropped) older ones dropped</span>" : .empty
        return """
            <p class="summary" data-key="summary">
            <span>Scenario <strong>\(world.scenarioName)</strong></span>
            <span>Clock <strong><time>\(world.clock.now.description)</time></strong>, \(world.clock.mode.rawValue)</span>
            <span>\(journal.count) exchanges</span>\(dropped)
            <span>Drydock \(call.worlds.version)</span>
            </p>
            """
    }

    // MARK: Filters

    private var filters: Markup {
        """
        <form class="filters" method="get" action="/_drydock" data-still>
        <input type="hidden" name="world" value="\(world.name.description)">
        \(choice("vendor", "Vendor", Self.vendors))
        \(field("operation", "Operation", example: "anchor.create*"))
        \(field("path", "Path", example: "/v1/sessions*"))
        \(field("status", "Status", example: "4xx"))
        \(field("reason", "Reason", example: "token.*"))
        \(choice("direction", "Direction", [("incoming", "To Drydock"), ("outgoing", "From Drydock")]))
        <div class="buttons"><button>Show</button>
        <a href="\(PageTab.requests.address(in: world.name))">All</a></div>
        </form>
        """
    }

    private func field(_ name: String, _ words: String, example: String) -> Markup {
        """
        <div><label for="by-\(name)">\(words)</label>
        <input id="by-\(name)" name="\(name)" value="\(query[name] ?? "")" placeholder="\(example)" spellcheck="false"></div>
        """
    }

    private func choice(_ name: String, _ words: String, _ values: [(value: String, words: String)]) -> Markup {
        let options = values.map { option in
            """
            <option value="\(option.value)"\(query[name] == option.value ? " selected" : Markup.empty)>\(option.words)</option>
            """ as Markup
        }
        return """
            <div><label for="by-\(name)">\(words)</label>
            <select id="by-\(name)" name="\(name)"><option value="">any</option>\(options)</select></div>
            """
    }

    // MARK: Exchanges

    private var list: Markup {
        let shown = newest
        guard let last = shown.last else {
            return "<p class=\"note\">\(emptyWords)</p>"
        }
        let rows = shown.map { LogLine($0, world: world.name).markup }
        return "<ol class=\"log\" data-key=\"log\">\(rows)</ol>\(olderLink(last))\(clearing)"
    }

    private var clearing: Markup {
        let button = PageForm.button(
            "clearRequests", "Clear the journal", in: world.name,
            ask: "Forget all exchanges of world \(world.name)? What they made stays.", done: "The journal is empty.")
        return "<div class=\"buttons more\" data-key=\"clear\">\(button)</div>"
    }

    private var emptyWords: Markup {
        if world.journal.count > 0 { return "No exchange is like that." }
        return """
            Nothing has come yet. Whatever a client asks shows here as it happens; a key that ends in \
            <code>@NAME</code> enters the world of that name.
            """
    }

    /// The newest exchanges that the filter lets through. They end with a request, so that what Drydock sent after it is with it.
    private var newest: [JournalEntry] {
        var shown: [JournalEntry] = []
        let most = min(filter.limit, Self.most)
        for entry in world.journal.entries.reversed() {
            if let before, entry.number >= before { continue }
            guard accepts(entry) else { continue }
            shown.append(entry)
            if shown.count >= 2 * most || shown.count >= most && entry.direction == .incoming { break }
        }
        return shown
    }

    private func accepts(_ entry: JournalEntry) -> Bool {
        if let vendor = query["vendor"] {
            guard entry.operation?.hasPrefix("\(vendor).") ?? false else { return false }
        }
        return filter.accepts(entry)
    }

    private func olderLink(_ last: JournalEntry) -> Markup {
        guard last.number > 1 else { return .empty }
        let pairs = query.pairs.filter { $0.name != "before" } + [.init(name: "before", value: "\(last.number)")]
        let text = pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        return """
            <p class="more" data-key="older"><a href="/_drydock?\(text.joined(separator: "&"))">Older exchanges</a></p>
            """
    }
}

/// An exchange in a line, which leads to all that is known of it.
struct LogLine {
    private let entry: JournalEntry
    private let world: WorldName

    /// The line of an exchange in this world.
    init(_ entry: JournalEntry, world: WorldName) {
        self.entry = entry
        self.world = world
    }

    /// An item of an ordered list.
    var markup: Markup {
        let isSent = entry.direction == .outgoing
        let target = SecretMask.masking.text(isSent ? entry.url : entry.request.path ?? "/")
        return """
            <li data-key="\(key)"\(entry.isBad ? " class=\"failed\"" : Markup.empty)>\
            <a href="\(entry.pageAddress(in: world))">\
            <span class="number">\(isSent ? "sent" : "\(entry.number)")</span> \
            <time>\(entry.receivedAt.timeOfDay)</time> \
            <span class="what"><span class="method">\(entry.request.method.rawValue)</span> <code>\(target)</code></span> \
            <span class="operation">\(entry.operation ?? "no operation")</span> \
            \(entry.statusMarkup)\(why)</a></li>
            """
    }

    /// What tells the line from all others of the page; what Drydock sent has no number of its own.
    private var key: String {
        guard entry.direction == .outgoing else { return "r\(entry.number)" }
        return "s\(entry.number)-\(entry.receivedAt.description)-\(entry.url)"
    }

    private var why: Markup {
        guard let reason = entry.reason else { return .empty }
        let detail = SecretMask.masking.text(reason.detail)
        let rule: Markup = entry.rule.map { "<span class=\"tag\">rule \($0)</span> " } ?? .empty
        return " <span class=\"why\">\(rule)<strong>\(reason.code)</strong> \(detail)</span>"
    }
}

extension JournalEntry {
    /// Whether somebody will want to know why.
    var isBad: Bool { response.status.code >= 400 || connection != nil }

    /// The status, in the colour of its class.
    var statusMarkup: Markup {
        let kind =
            switch response.status.code {
            case 300..<400: "redirect"
            case 400..<500: "client"
            case 500...: "server"
            default: "fine"
            }
        return "<span class=\"status \(kind)\">\(response.status.code)</span>"
    }

    /// Where all that is known of it is shown. What Drydock sent stands with the request before it.
    func pageAddress(in world: WorldName) -> String {
        "/_drydock/requests/\(number)?world=\(world.description)" + (direction == .outgoing ? "#sent" : "")
    }
}

extension Moment {
    /// Hours to milliseconds: what tells the lines of one journal apart.
    var timeOfDay: String { String(description.drop { $0 != "T" }.dropFirst().prefix { $0 != "Z" }) }
}
