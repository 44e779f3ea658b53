import Kernel

/// Everything that a world was at one moment, as a value that costs nothing to keep or to copy.
///
/// The journal is no part of it: a world that goes back keeps what the journal says of the time before. Nor are downloaded
/// key sets, which are the customer's and not the world's.
struct WorldSnapshot: Sendable {
    /// What the world began as, and what a reset makes it again.
    let start: WorldStart
    /// Whether its time passed by itself.
    let clockMode: ClockMode
    /// Its time.
    let now: Moment
    /// Its rules, and how each had fared.
    let rules: RuleBookState
    /// The vendors' objects.
    let states: VendorStates
    /// The number of the last request that had come.
    let requestNumber: Int
    /// Where it stands in the histories of this process.
    let lineage: Lineage
    /// Whether some of the objects may be so large that to show one takes long.
    let mayHaveLargeObjects: Bool
    /// What leads from the objects back to those before the last request that had come, if that was known.
    let sinceLastRequest: VendorSteps

    init(
        start: WorldStart, clockMode: ClockMode, now: Moment, rules: RuleBookState, states: VendorStates,
        requestNumber: Int, lineage: Lineage, mayHaveLargeObjects: Bool = false,
        sinceLastRequest: VendorSteps = VendorSteps()
    ) {
        self.start = start
        self.clockMode = clockMode
        self.now = now
        self.rules = rules
        self.states = states
        self.requestNumber = requestNumber
        self.lineage = lineage
        self.mayHaveLargeObjects = mayHaveLargeObjects
        self.sinceLastRequest = sinceLastRequest
    }

    /// A world at its beginning.
    ///
    /// - Parameter realTime: what its clock shows if the start does not say.
    init(beginning start: WorldStart, realTime: Moment, lineage: Lineage) {
        self.init(
            start: start, clockMode: start.clockMode, now: start.clockStart ?? realTime, rules: start.rules,
            states: start.states, requestNumber: 0, lineage: lineage)
    }

    /// The same in another line of history.
    func with(lineage: Lineage) -> WorldSnapshot {
        WorldSnapshot(
            start: start, clockMode: clockMode, now: now, rules: rules, states: states, requestNumber: requestNumber,
            lineage: lineage, mayHaveLargeObjects: mayHaveLargeObjects, sinceLastRequest: sinceLastRequest)
    }
}
