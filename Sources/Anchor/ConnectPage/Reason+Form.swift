import Kernel

extension Reason {
    /// The same form came before.
    static func formRepeated(at first: Moment) -> Reason {
        Reason(
            "form.repeated",
            "This form came before, at \(first). It is answered as it was then, and nothing was done again.")
    }

    /// The same form came before, and the second one is refused (policy `repeatedForm`).
    static func formSentTwice(_ visit: FinishedVisit) -> Reason {
        let what =
            switch visit.ending {
            case .connected(let id): "made identity \(id)"
            case .cancelled: "cancelled the sign-in"
            case .failed: "ended a sign-in that failed"
            }
        return Reason(
            "form.sentTwice",
            "This form came before, at \(visit.at), and \(what). The second one is refused (policy repeatedForm).")
    }
}
