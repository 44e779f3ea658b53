import Kernel
import KernelHTTP

/// One object on the page of objects.
struct ObjectCard {
    /// The longest value that is shown, in characters.
    private static let longest = 300

    private let object: ShownObject
    private let kind: String
    private let world: WorldName
    private let now: Moment
    private let mask: SecretMask

    /// An object of a kind as it is at `now`.
    init(_ object: ShownObject, kind: String, world: WorldName, now: Moment, mask: SecretMask) {
        self.object = object
        self.kind = kind
        self.world = world
        self.now = now
        self.mask = mask
    }

    /// An item of a list.
    var markup: Markup {
        """
        <li data-key="\(key)"><h3>\(title) \(state)</h3>
        \(Markup.facts(facts))\(views)
        <div class="buttons" data-key="actions">\(links)\(buttons)</div>\(forms)</li>
        """
    }

    /// What tells it from all others of the page. A secret stands in the forms of its object, too, and nowhere to be read.
    private var key: String { "\(kind)/\(object.id)" }

    private var title: String {
        let title = shown(mask.text(object.title))
        return title.contains { !$0.isWhitespace } ? title : mask.id(of: object)
    }

    private var state: Markup {
        let tone: Markup = object.state.tone == .plain ? .empty : " \(object.state.tone.rawValue)"
        return "<span class=\"tag\(tone)\">\(object.state.word)</span>"
    }

    private var facts: [(name: String, markup: Markup)] {
        var facts = object.facts.map { fact in (fact.name, "\(shown(mask.value(of: fact)))" as Markup) }
        if object.isSecret { facts.insert(("Secret", .code(shown(mask.id(of: object)))), at: 0) }
        if let next = object.next {
            facts.append((next.words, "in <strong>\(remaining(until: next.at))</strong>, at \(next.at.description)"))
        }
        return facts
    }

    /// Seconds are enough for a person, unless there is less than one.
    private func remaining(until moment: Moment) -> String {
        let span = moment.elapsed(since: now)
        return (span.milliseconds < 1000 ? span : .seconds(span.seconds)).description
    }

    private func shown(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(Self.longest)
        return start.endIndex == text.endIndex ? text : String(start) + "…"
    }

    // MARK: Pages about it

    /// Pages in place, fetched when somebody opens them.
    private var views: [Markup] {
        object.links.filter(\.isFramed).map { link in
            """
            <details data-key="\(key)/\(link.words)"><summary>\(link.words)</summary>
            <iframe title="\(link.words): \(title)" src="\(link.path)" loading="lazy" data-still></iframe>
            <p>\(Markup.link(link.path, "Open it by itself"))</p></details>
            """
        }
    }

    private var links: [Markup] {
        object.links.filter { !$0.isFramed }.map { link in
            "<a class=\"button\" href=\"\(link.path)\">\(link.words)</a>"
        }
    }

    // MARK: What a person does with it

    private var buttons: [Markup] {
        object.actions.filter(\.isPlain).map { ObjectForm($0, of: key, in: world).markup }
    }

    private var forms: [Markup] {
        object.actions.filter { !$0.isPlain }.map { ObjectForm($0, of: key, in: world).markup }
    }
}

/// A form for a call of the control plane, or a button where there is nothing to choose.
struct ObjectForm {
    private let action: ObjectAction
    private let owner: String
    private let world: WorldName

    /// - Parameter owner: what tells the action from the same one of others on the page.
    init(_ action: ObjectAction, of owner: String, in world: WorldName) {
        self.action = action
        self.owner = owner
        self.world = world
    }

    var markup: Markup {
        guard !action.isPlain else {
            return PageForm.button(
                action.operation, action.words, fixed, in: world, ask: action.question, done: "Done: \(action.words)")
        }
        return """
            <details data-key="\(owner)/\(action.operation)"><summary>\(action.words)</summary>
            <form class="object-form" method="post" action="\(PageForm.address(action.operation, in: world))" \
            data-done="Done: \(action.words)" data-still>\(PageForm.hidden(fixed))\(action.members.compactMap(field))\(submit)</form></details>
            """
    }

    /// What nobody is asked for, as `PageAction` reads it.
    private var fixed: [(String, String)] {
        action.parameters.map { ("path.\($0.name)", $0.value) }
            + action.members.compactMap { member in
                guard case .fixed(let value) = member.input else { return nil }
                return (member.fieldName, value)
            }
    }

    private func field(_ member: ObjectAction.Member) -> Markup? {
        let name = member.fieldName
        switch member.input {
        case .fixed, .decision: return nil
        case .choice(let options):
            let items = options.map { "<option value=\"\($0.value)\">\($0.words)</option>" as Markup }
            return "<label>\(words(member)) <select name=\"\(name)\">\(items)</select></label>"
        case .text(let kind, let value, let isRequired):
            return """
                <label>\(words(member)) <input type="\(kind.rawValue)" name="\(name)" value="\(value)" autocomplete="off" \
                spellcheck="false"\(isRequired ? " required" : Markup.empty)></label>
                """
        case .json(let start):
            return """
                <label>\(words(member)) <textarea name="\(name):json" rows="3" spellcheck="false">\(start)</textarea></label>
                """
        case .flag:
            return """
                <label class="flag"><input type="checkbox" name="\(name):bool" value="true"> \(words(member))</label>
                """
        }
    }

    private func words(_ member: ObjectAction.Member) -> String {
        member.label.contains { !$0.isWhitespace } ? member.label : member.name
    }

    /// One button, or one for each decision.
    private var submit: Markup {
        for member in action.members {
            guard case .decision(let yes, let no) = member.input else { continue }
            return """
                <button name="\(member.fieldName):bool" value="true">\(yes)</button> \
                <button class="quiet-button" name="\(member.fieldName):bool" value="false">\(no)</button>
                """
        }
        return "<button>\(action.words)</button>"
    }
}

extension ObjectAction.Member {
    /// The name of its field in a form, without its type.
    fileprivate var fieldName: String { container.map { "\($0).\(name)" } ?? name }
}
