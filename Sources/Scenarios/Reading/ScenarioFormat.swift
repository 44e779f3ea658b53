package import Kernel

/// What may stand in a scenario, found out once from the types of the sections and the names that the vendors know.
package struct ScenarioFormat: Sendable {
    let sections: [any ScenarioSection.Type]
    let operations: [String]
    let outgoing: [String]
    let problems: [String: [String]]
    let pathParameters: [String: [String]]?
    let document: ObjectShape
    let rule: Shape

    /// - Parameters:
    ///   - sections: the vendors' parts and the others.
    ///   - operations: the names that rules can act on, such as `anchor.createSession`.
    ///   - outgoing: the names of what Drydock sends by itself, on which rules can act as well.
    ///   - problems: the names that rules can answer with, by the part of the operation's name before its dot.
    ///   - pathParameters: the parameters of the operations' paths, by operation; nil if nobody knows them.
    package init(
        sections: [any ScenarioSection.Type], operations: [String], outgoing: [String] = [],
        problems: [String: [String]], pathParameters: [String: [String]]? = nil
    ) {
        self.sections = sections
        self.operations = operations
        self.outgoing = outgoing
        self.problems = problems
        self.pathParameters = pathParameters
        let rule = Self.rule(operations: operations + outgoing, problems: problems)
        self.rule = rule
        var document = Self.object(Shape(of: ScenarioHeader.self))
        document.change("rules") { _ in .list(rule) }
        for section in sections {
            document.add(
                ObjectShape.Field(
                    key: section.name, shape: Shape(of: section), isRequired: false,
                    text: section.summary))
        }
        self.document = document
    }

    /// The format as a JSON Schema (draft 2020-12), for editors; the same types give the same bytes.
    package var jsonSchema: String {
        var schema = Shape.object(document).jsonSchema
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "Drydock scenario"
        schema["$defs"] = ["matcher": .object(Shape.matcherSchema)]
        return JSONValue.object(schema).indented + "\n"
    }

    /// A rule, with the names that an editor can offer.
    private static func rule(operations: [String], problems: [String: [String]]) -> Shape {
        var rule = object(Shape(of: Rule.self))
        rule.change("on") { _ in .suggested(operations.sorted()) }
        let names = Shape.suggested(Set(problems.values.joined()).sorted())
        rule.change("effect") { effect in
            var effect = object(effect)
            effect.change("problem") { _ in names }
            effect.change("afterHandling") { late in
                var late = object(late)
                late.change("problem") { _ in names }
                return .object(late)
            }
            return .object(effect)
        }
        return .object(rule)
    }

    private static func object(_ shape: Shape) -> ObjectShape {
        if case .object(let object) = shape { object } else { ObjectShape([]) }
    }
}
