/// Waits for what is bound to come.
enum Poll {
    /// Returns when the condition holds; other tasks have their turn between two looks.
    static func until(_ condition: @autoclosure () -> Bool) async {
        while !condition() { await Task.yield() }
    }
}
