import Descriptions
import Kernel

/// How closely two places are looked at.
struct ShapeRules {
    /// Whether both sides answer the same question about the same thing; if not, what the description leaves open may differ.
    var isExact: Bool
    /// Whether lists have nothing in them but the same thing.
    var areElementsExact = false
    /// Whether texts must be the same letter for letter, as those of errors.
    var areTextsFixed: Bool
}

extension Comparison {
    /// Compares what stands at one place.
    mutating func compare(
        _ here: Shape, _ there: Shape, at place: String, _ view: SchemaView, _ rules: ShapeRules
    ) throws(DescriptionFailure) {
        guard !differ(here.kinds, there.kinds, at: place, view, rules) else { return }
        if here.objects > 0, there.objects > 0 {
            try compareMembers(here, there, at: place, view, rules)
        }
        if here.kinds.contains(.array), there.kinds.contains(.array) {
            try compareElements(here, there, at: place, view, rules)
        }
        try compareTexts(here, there, at: place, view, rules)
        if rules.areTextsFixed, here.scalars != there.scalars {
            add(
                .text, place, here.scalars.sorted().joined(separator: ", "),
                there.scalars.sorted().joined(separator: ", "))
        } else if view.isWhole, here.scalars.allSatisfy({ Int($0) != nil }),
            there.scalars.contains(where: { Int($0) == nil })
        {
            add(.type, place, "a whole number", "a number with a fraction")
        }
    }

    /// Whether other kinds of values stand there.
    private mutating func differ(
        _ here: Set<Shape.Kind>, _ there: Set<Shape.Kind>, at place: String, _ view: SchemaView, _ rules: ShapeRules
    ) -> Bool {
        var allowed = here
        if !rules.isExact, view.allowsNull {
            // Null here, and something there: that depends on the object.
            if here == [.null] { return false }
            allowed.insert(.null)
        }
        guard !there.isSubset(of: allowed) || rules.isExact && here != there else { return false }
        func words(_ kinds: Set<Shape.Kind>) -> String { kinds.sorted().map(\.rawValue).joined(separator: " or ") }
        let isNull = here == [.null] || there.subtracting(allowed) == [.null]
        add(isNull ? .null : .type, place, words(here), words(there))
        return true
    }

    // MARK: - Objects

    private mutating func compareMembers(
        _ here: Shape, _ there: Shape, at place: String, _ view: SchemaView, _ rules: ShapeRules
    ) throws(DescriptionFailure) {
        // Names that are data: what lies under them is somebody's own.
        guard !view.isMap else { return }
        let names = (here: Set(here.members.keys), there: Set(there.members.keys))
        if !names.here.isEmpty, !names.there.isEmpty, names.here.isDisjoint(with: names.there) {
            func words(_ names: Set<String>) -> String { "{\(names.sorted().joined(separator: ", "))}" }
            return add(.envelope, place, words(names.here), words(names.there))
        }
        for name in names.here.union(names.there).sorted() {
            let inner = place.isEmpty ? name : "\(place).\(name)"
            switch (here.members[name]?.shape, there.members[name]?.shape) {
            case (let ours?, let theirs?):
                try compare(ours, theirs, at: inner, view.member(name), rules)
            case (let ours?, nil):
                guard here.isAlwaysThere(name), rules.isExact || view.required.contains(name) || !view.has(name)
                else { continue }
                add(.missingMember, inner, ours.words, "none")
            case (nil, let theirs?):
                guard rules.isExact || !view.has(name) else { continue }
                add(.additionalMember, inner, "none", theirs.words)
            case (nil, nil): continue
            }
        }
    }

    // MARK: - Lists

    private mutating func compareElements(
        _ here: Shape, _ there: Shape, at place: String, _ view: SchemaView, _ rules: ShapeRules
    ) throws(DescriptionFailure) {
        guard !here.elements.isEmpty, !there.elements.isEmpty else {
            if here.elements.isEmpty != there.elements.isEmpty {
                add(incomparable: "\(place)\(here.elements.isEmpty ? " (empty in Drydock)" : " (empty there)")")
            }
            return
        }
        // Which things are in a list is nobody's fault; what they look like is compared.
        var rules = rules
        rules.isExact = rules.areElementsExact
        try compare(
            Shape(allOf: here.elements), Shape(allOf: there.elements), at: "\(place)[]", view.elements, rules)
    }

    // MARK: - Texts

    private mutating func compareTexts(
        _ here: Shape, _ there: Shape, at place: String, _ view: SchemaView, _ rules: ShapeRules
    ) throws(DescriptionFailure) {
        guard !here.texts.isEmpty, !there.texts.isEmpty else { return }
        let texts = (
            here: Set(here.texts.map { named(here: $0) }), there: Set(there.texts.map { named(there: $0) })
        )
        func add(_ kind: Difference.Kind) {
            func words(_ texts: Set<String>) -> String {
                texts.sorted().prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
            }
            self.add(kind, place, words(texts.here), words(texts.there.subtracting(texts.here)))
        }
        if rules.areTextsFixed {
            if texts.here != texts.there { add(.text) }
        } else if let words = view.words {
            let isNew = here.texts.isSubset(of: words) && !there.texts.isSubset(of: words)
            if isNew || rules.isExact && here.texts != there.texts { add(.word) }
        } else if let format = view.format {
            let schema: JSONValue = ["format": .string(format)]
            let check = SchemaCheck(description)
            func fit(_ texts: Set<String>) throws(DescriptionFailure) -> Bool {
                for text in texts where try !check.fits(.string(text), schema) { return false }
                return true
            }
            // What stands there may be anybody's: only that it has another form is told.
            if try fit(here.texts), try !fit(there.texts) { self.add(.format, place, format, "a text that is none") }
        }
    }
}

extension Shape {
    /// The kinds of values in words.
    var words: String { kinds.sorted().map(\.rawValue).joined(separator: " or ") }
}
