/// What a store on disk takes out of a state in one step.
package struct TakenState<State: TabledState>: Sendable {
    /// The version of what was taken.
    package let version: Int
    /// The state, tables and all.
    package let state: State
    /// The rows that differ from what was taken before.
    package let rows: [TouchedRow]

    /// The rows touched since the last time, which are forgotten with this.
    package init(touchedIn state: inout State, version: Int) {
        rows = State.tables.flatMap { $0.takeTouched(&state) }
        self.state = state
        self.version = version
    }

    /// The state from which on touched rows are remembered; `rows` has none.
    package init(beginningAt state: inout State, version: Int) {
        for table in State.tables {
            table.beginTracking(&state)
            _ = table.takeTouched(&state)
        }
        rows = []
        self.state = state
        self.version = version
    }
}
