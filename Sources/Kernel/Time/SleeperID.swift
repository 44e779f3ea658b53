/// The number of one waiting task on one clock, in order of arrival.
struct SleeperID: Hashable, Comparable {
    let number: UInt64

    static func < (left: SleeperID, right: SleeperID) -> Bool { left.number < right.number }
}
