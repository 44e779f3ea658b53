package import Kernel

extension Effect: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "delay": "Waits before anything else happens, on the world's clock unless it is in real time.",
                "problem": "A named error, answered as the vendor writes it; the operation does not run.",
                "reply": "An answer by hand; the operation does not run.",
                "connection":
                    "What becomes of the connection; where that loses the answer, the operation does not run.",
                "afterHandling": "The operation runs, then its answer is held back, replaced or lost.",
            ],
            atLeastOneOf: ["delay", "problem", "reply", "connection", "afterHandling"],
            atMostOneOf: ["problem", "reply", "afterHandling"])
    }
}

extension LateEffect: ObjectDescribed {
    /// For editors and the checks that types cannot make.
    package static var objectDescription: ObjectDescription {
        ObjectDescription(
            [
                "delay": "Holds the answer back.",
                "problem": "A named error, answered in place of the operation's answer.",
                "reply": "An answer by hand in place of the operation's.",
                "connection": "What becomes of the connection that the answer should go out on.",
            ],
            atLeastOneOf: ["delay", "problem", "reply", "connection"],
            atMostOneOf: ["problem", "reply"])
    }
}
