package import Kernel

extension Rule: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "id": "A name to find the rule by.",
                "on":
                    "The operation, for example anchor.createSession; `*` stands for any run of characters. Absent: any request, also one that reaches no operation.",
                "when": "What the request must have besides; all of it must hold.",
                "times": FieldDescription("How often the rule acts; for ever where it is absent.", range: 1...Int.max),
                "probability": FieldDescription(
                    "How likely it is that the rule acts, drawn from the world's seed; else the next rule is asked.",
                    range: 0...1),
                "priority": "Higher ones are asked first; 0 where it is absent.",
                "state": "Acts only while a state machine is in a certain state, and moves it.",
                "effect": "What happens instead of, before or after the usual answer.",
            ],
            atLeastOneOf: ["effect", "state"])
    }
}

extension RuleTransition: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "is": "The state that the machine must be in. Every machine begins in `started`.",
                "becomes": "The state that it is in afterwards.",
                "of": "The machine's name; `default` where it is absent.",
            ],
            atLeastOneOf: ["is", "becomes"])
    }
}
