extension ClientApplication {
    /// The auth flows in the order in which the page offers them: recommended ones first, and among those what the customer
    /// made before the guided flow that every application begins with, which is recommended as well. The order is ours.
    var offeredFlows: [AuthFlow] {
        let recommended = authFlows.filter(\.isRecommended)
        return recommended.filter { !$0.isGuided } + recommended.filter(\.isGuided)
            + authFlows.filter { !$0.isRecommended }
    }
}
