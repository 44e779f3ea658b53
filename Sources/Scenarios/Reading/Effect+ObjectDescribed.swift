package import Kernel

extension Effect: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "delay": "Waits so long on the world's clock before anything else happens.",
                "problem": "A named error, answered as the vendor writes it.",
                "reply": "An answer by hand.",
            ],
            atLeastOneOf: ["delay", "problem", "reply"],
            atMostOneOf: ["problem", "reply"])
    }
}
