package import Kernel

extension ConnectionTerms: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "truncate": "The body breaks off and the connection closes.",
                "dribble": "The body comes in small pieces.",
            ],
            atLeastOneOf: ["truncate", "dribble"],
            atMostOneOf: ["truncate", "dribble"])
    }
}

extension ConnectionTerms.Truncation: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(["after": FieldDescription("So many bytes of the body still go out.", range: 0...Int.max)])
    }
}

extension ConnectionTerms.Dribble: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription([
            "bytes": FieldDescription("The bytes of a piece.", range: 1...Int.max),
            "every": "The pause before each piece but the first, on the world's clock.",
        ])
    }
}
