package import Kernel

extension RuleConditions: ObjectDescribed {
    /// For editors.
    package static var objectDescription: ObjectDescription {
        ObjectDescription([
            "method": "The HTTP method, in capitals.",
            "urlPath": "The whole path, without the query.",
            "path": "By path parameter.",
            "query": "By query parameter.",
            "header": "By header name, whatever its case.",
            "body": "By dotted path into the JSON body, for example identities.0.id.",
        ])
    }
}

extension RequestPattern: ObjectDescribed {
    /// For the control plane's calls that take one.
    package static var objectDescription: ObjectDescription {
        ObjectDescription([
            "on": "The operation; `*` stands for any run of characters. Absent: any request.",
            "when": "What the request must have besides; all of it must hold.",
        ])
    }
}
