import Kernel
import Scenarios
import Testing

@Suite("The JSON Schema of scenarios")
struct JSONSchemaTests {
    private let schema: JSONValue

    init() throws {
        schema = try JSONParser.parse(TestReading.format.jsonSchema)
    }

    @Test("The same types give the same bytes")
    func deterministic() {
        let again = ScenarioFormat(
            sections: [ShopSeed.self],
            operations: ["bank.pay", "shop.createToken", "shop.getSession", "shop.createSession"],
            problems: ["bank": ["notFound"], "shop": ["notFound", "outOfCredits"]])
        #expect(again.jsonSchema == TestReading.format.jsonSchema)
    }

    @Test(
        "Types, bounds and words come from the Swift types",
        arguments: [
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("additionalProperties", false),
            ("properties.seed.minimum", 0),
            ("properties.clock.properties.start.format", "date-time"),
            (
                "properties.clock.properties.start.description",
                "The time at the start; the real time where it is absent. Written as a date-time such as 2026-01-01T00:00:00Z."
            ),
            ("properties.clock.properties.mode.enum", ["running", "frozen", .null]),
            ("properties.rules.items.anyOf.0.required", ["effect"]),
            ("properties.rules.items.anyOf.1.required", ["state"]),
            ("properties.rules.items.properties.probability.maximum", 1),
            ("properties.rules.items.properties.state.properties.becomes.type", ["string", "null"]),
            ("properties.rules.items.properties.when.properties.method.anyOf.0.$ref", "#/$defs/matcher"),
            ("properties.rules.items.properties.effect.properties.delay.anyOf.0.type", "string"),
            (
                "properties.rules.items.properties.effect.properties.delay.anyOf.1.properties.uniform.required",
                ["from", "to"]
            ),
            (
                "properties.rules.items.properties.effect.properties.connection.anyOf.0.enum",
                ["reset", "close", "garbage"]
            ),
            (
                "properties.rules.items.properties.effect.properties.afterHandling.properties.problem.anyOf.0.enum",
                ["notFound", "outOfCredits"]
            ),
            ("properties.rules.items.properties.times.minimum", 1),
            ("properties.rules.items.properties.effect.properties.problem.anyOf.0.enum", ["notFound", "outOfCredits"]),
            ("properties.rules.items.properties.effect.not.anyOf.0.required", ["problem", "reply"]),
            ("properties.rules.items.properties.effect.not.anyOf.1.required", ["problem", "afterHandling"]),
            ("properties.rules.items.properties.effect.not.anyOf.2.required", ["reply", "afterHandling"]),
            (
                "properties.rules.items.properties.effect.properties.afterHandling.not.required", ["problem", "reply"]
            ),
            ("properties.rules.items.properties.effect.properties.reply.properties.status.maximum", 599),
            ("properties.rules.items.properties.when.properties.body.additionalProperties.$ref", "#/$defs/matcher"),
            ("properties.shop.additionalProperties", false),
            ("properties.shop.properties.applications.items.required", ["source"]),
            ("properties.shop.properties.identities.items.properties.metadata", [:]),
            ("properties.shop.properties.policies.properties.isOpen.type", ["boolean", "null"]),
            ("properties.shop.properties.policies.properties.hosts.additionalProperties.type", "string"),
        ] as [(String, JSONValue)])
    func contents(path: String, value: JSONValue) {
        #expect(schema[path: path] == value)
    }

    @Test("Every described key is a key of its type")
    func descriptions() throws {
        let rule = try #require(schema[path: "properties.rules.items"])
        let places: [(ObjectDescription, String)] = [
            (Rule.objectDescription, "properties"), (Effect.objectDescription, "properties.effect.properties"),
            (RuleConditions.objectDescription, "properties.when.properties"),
            (ReplyEffect.objectDescription, "properties.effect.properties.reply.properties"),
            (LateEffect.objectDescription, "properties.effect.properties.afterHandling.properties"),
            (DelayTerms.objectDescription, "properties.effect.properties.delay.anyOf.1.properties"),
            (ConnectionTerms.objectDescription, "properties.effect.properties.connection.anyOf.1.properties"),
            (RuleTransition.objectDescription, "properties.state.properties"),
        ]
        for (description, path) in places {
            let keys = rule[path: path]?.object?.members.map(\.name)
            #expect(keys == description.fields.keys.sorted())
        }
    }
}
