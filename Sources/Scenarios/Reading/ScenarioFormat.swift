package import Kernel

/// What may stand in a scenario, found out once from the types of the sections and the names that the vendors know.
package struct ScenarioFormat: Sendable {
    let sections: [any ScenarioSection.Type]
    let operations: [String]
    let problems: [String: [String]]
    let document: ObjectShape
    let rule: Shape

    /// - Parameters:
    ///   - sections: the vendors' parts.
    ///   - operations: the names that rules can act on, such as `anchor.createSession`.
    ///   - problems: the names that rules can answer with, by the part of the operation's name before its dot.
    package init(sections: [any ScenarioSection.Type], operations: [String], problems: [String: [String]]) {
        self.sections = sections
        self.operations = operations
        self.problems = problems
        let rule = Self.rule(operations: operations, problems: problems)
        self.rule = rule
        var document = Self.object(Shape(of: ScenarioHeader.self))
        document.change("rules") { _ in .list(rule) }
        for section in sections {
            document.add(
                ObjectShape.Field(
                    key: section.name, shape: Shape(of: section), isRequired: false,
                    text: "The state of \(section.name) at the start, and its policies."))
        }
        self.document = document
    }

    /// The format as a JSON Schema (draft 2020-12), for editors; the same types give the same bytes.
    package var jsonSchema: String {
        var schema = Shape.object(document).jsonSchema
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "Drydock scenario"
        schema["$defs"] = ["matcher": .object(Shape.matcherSchema)]
        return JSONWriter.text(schema)
    }

    /// What is wrong with a rule besides its form: names that no vendor has.
    package func complaints(about rule: Rule) -> [String] {
        RuleCheck(format: self).complaints(about: rule).map(\.problem)
    }

    /// A rule, with the names that an editor can offer.
    private static func rule(operations: [String], problems: [String: [String]]) -> Shape {
        var rule = object(Shape(of: Rule.self))
        rule.change("on") { _ in .suggested(operations.sorted()) }
        rule.change("effect") { effect in
            var effect = object(effect)
            effect.change("problem") { _ in .suggested(Set(problems.values.joined()).sorted()) }
            return .object(effect)
        }
        return .object(rule)
    }

    private static func object(_ shape: Shape) -> ObjectShape {
        if case .object(let object) = shape { object } else { ObjectShape([]) }
    }
}
