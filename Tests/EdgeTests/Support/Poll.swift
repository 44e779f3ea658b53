import Testing

/// Waits for what is bound to come.
enum Poll {
    /// What has not come by then does not come: a client's own time limit has ended what would have led to it, for example.
    private static let patience = Duration.seconds(120)

    /// Returns when the condition holds; other tasks have their turn between two looks. One that does not hold in the end is an
    /// issue of the test.
    static func until(
        _ condition: @autoclosure () -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let end = ContinuousClock.now + patience
        while !condition() {
            guard ContinuousClock.now < end else {
                Issue.record("It did not come in \(patience).", sourceLocation: sourceLocation)
                return
            }
            await Task.yield()
        }
    }
}
