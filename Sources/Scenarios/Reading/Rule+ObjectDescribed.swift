package import Kernel

extension Rule: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription([
            "id": "A name to find the rule by.",
            "on": "The operation, for example anchor.createSession; `*` stands for any run of characters.",
            "when": "What the request must have besides; all of it must hold.",
            "times": FieldDescription("How often the rule acts; for ever where it is absent.", range: 1...Int.max),
            "effect": "What happens instead of, or before, the usual answer.",
        ])
    }
}
