import Testing

@testable import Assembly

@Suite("When watched files are read")
struct WatchStateTests {
    @Test(
        "at the first look, and when a change has stayed for one look",
        arguments: [
            (["a", "a", "a"], [true, false, false]),
            (["a", "b", "b", "b"], [true, false, true, false]),
            // Half written files are not waited for in vain: only what stays is read.
            (["a", "b", "c", "d", "d"], [true, false, false, false, true]),
            // A folder that is away for a moment.
            (["a", "", "a", "a"], [true, false, false, false]),
            (["a", "b", "a", "b", "b"], [true, false, false, false, true]),
            (["a", "b", "b", "a", "a"], [true, false, true, false, true]),
        ])
    func looks(stamps: [String], readings: [Bool]) {
        var state = WatchState<String>()
        let asked = stamps.map { state.look($0) }
        #expect(asked == readings)
    }
}
