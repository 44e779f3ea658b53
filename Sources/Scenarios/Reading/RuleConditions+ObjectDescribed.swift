package import Kernel

extension RuleConditions: ObjectDescribed {
    /// For editors.
    package static var objectDescription: ObjectDescription {
        ObjectDescription([
            "body": "By dotted path into the JSON body, for example identities.0.id.",
            "header": "By header name, whatever its case.",
            "query": "By query parameter.",
            "path": "By path parameter.",
        ])
    }
}
