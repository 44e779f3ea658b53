package import Kernel

extension ReplyEffect: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription([
            "status": FieldDescription("The status code.", range: 200...599),
            "reason": "The reason phrase, if not the usual one.",
            "headers": "Headers by name.",
            "body": "A text goes out as it is, anything else as JSON.",
        ])
    }
}
