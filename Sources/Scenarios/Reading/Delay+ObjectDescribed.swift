package import Kernel

extension DelayTerms: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "fixed": "Always the same.",
                "uniform": "Anything between two bounds, drawn from the world's seed.",
                "lognormal":
                    "About a median with a long tail, as waiting times in networks are; drawn from the world's seed.",
                "atMost": "The longest that the tail of lognormal may get.",
                "realTime": "Whether it passes in real time, whatever the world's clock does.",
            ],
            atLeastOneOf: ["fixed", "uniform", "lognormal"],
            atMostOneOf: ["fixed", "uniform", "lognormal"])
    }
}

extension UniformDelay: ObjectDescribed {
    /// For editors.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(["from": "The shortest.", "to": "The longest."])
    }
}

extension LognormalDelay: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription([
            "median": "Half of the delays are shorter.",
            "sigma": FieldDescription("How wide it is: 0 is always the median, 1 has a long tail.", range: 0...5),
        ])
    }
}
