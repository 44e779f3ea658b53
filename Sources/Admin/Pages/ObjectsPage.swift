import Kernel
import KernelHTTP

/// What a world holds, kind by kind, with the buttons for what a person does by hand. A few of each kind, or many of one.
struct ObjectsPage {
    /// How many objects of each kind the page has that shows all kinds.
    private static let few = 10

    private let call: ControlCall
    private let world: any ControlledWorld
    private let mask: SecretMask
    /// The one kind that is shown; nil if all are.
    private let kind: String?
    private let lists: [ObjectList]

    /// The page that a call asks for. Throws `ControlRefusal` for a kind that there is none of.
    init(_ call: ControlCall) throws {
        self.call = call
        mask = try call.secretMask()
        // A form sends its empty fields as well.
        kind = call.query("kind").flatMap { $0.isEmpty ? nil : $0 }
        let kinds = try ObjectController.kinds(of: call)
        world = try call.world()
        lists = try call.worlds.objects(
            of: kinds, most: kind == nil ? Self.few : ObjectController.most, in: world.name)
    }

    /// The page.
    var page: ControlPage {
        ControlPage(
            title: "Objects", content: "\(summary)\(chooser)\(lists.map(section))", world: world.name, tab: .objects,
            isLive: true)
    }

    private var summary: Markup {
        let reading = world.clock.reading
        return """
            <p class="summary" data-key="summary">
            <span>Clock <strong><time>\(reading.now.description)</time></strong>, \(reading.mode.rawValue)</span>
            <span>\(secretsLink)</span>
            </p>
            """
    }

    private var secretsLink: Markup {
        mask == .masking
            ? .link(address(kind: kind, secrets: "shown"), "Show secrets")
            : .link(address(kind: kind), "Hide secrets")
    }

    /// Leads to the sections; from the page of one kind to the others.
    private var chooser: Markup {
        var items = lists.map { list in
            """
            <a href="#\(list.kind.name)">\(list.kind.title) <span class="tag">\(list.count)</span></a>
            """ as Markup
        }
        if kind != nil { items.append(.link(address(), "All kinds")) }
        return "<nav class=\"kinds\" aria-label=\"Kinds of objects\" data-key=\"kinds\">\(items)</nav>"
    }

    private func section(_ list: ObjectList) -> Markup {
        let name = list.kind.name
        let actions = list.actions.map { ObjectForm($0, of: name, in: world.name).markup }
        return """
            <section class="panel kind" data-key="\(name)" aria-labelledby="\(name)">
            <h2 id="\(name)">\(list.kind.title) <span class="tag">\(list.count)</span></h2>
            \(actions)\(cards(list))\(more(list))
            </section>
            """
    }

    private func cards(_ list: ObjectList) -> Markup {
        guard !list.objects.isEmpty else {
            return "<p class=\"quiet\" data-key=\"none\">None. \(list.kind.emptiness)</p>"
        }
        let cards = list.objects.map { object in
            ObjectCard(object, kind: list.kind.name, world: world.name, now: world.clock.now, mask: mask).markup
        }
        return "<ul class=\"objects\" data-key=\"objects\">\(cards)</ul>"
    }

    private func more(_ list: ObjectList) -> Markup {
        guard list.count > list.objects.count else { return .empty }
        let link: Markup? =
            kind == nil ? .link(address(kind: list.kind.name), "More \(list.kind.title.lowercased())") : nil
        return "<p class=\"more\" data-key=\"more\">The newest \(list.objects.count) of \(list.count). \(link)</p>"
    }

    private func address(kind: String? = nil, secrets: String? = nil) -> String {
        let more = [("kind", kind), ("secrets", secrets)].compactMap { name, value in value.map { "&\(name)=\($0)" } }
        return PageTab.objects.address(in: world.name) + more.joined()
    }
}
