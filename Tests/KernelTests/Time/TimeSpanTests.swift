import Kernel
import Testing

@Suite("TimeSpan")
struct TimeSpanTests {
    @Test(
        "both text forms are read",
        arguments: [
            ("15m", 900_000), ("PT15M", 900_000), ("2h30m", 9_000_000), ("500ms", 500), ("1.5s", 1500),
            ("P1DT2H", 93_600_000), ("P1W", 604_800_000), ("0s", 0), ("1d", 86_400_000), ("PT0.25S", 250),
        ] as [(String, Int64)])
    func reads(text: String, milliseconds: Int64) {
        #expect(TimeSpan(text)?.milliseconds == milliseconds)
    }

    @Test(
        "what is no duration is refused", arguments: ["", "15", "m", "15x", "-15m", "P", "PT", "PT15", "1h2", "15 m"])
    func refuses(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test(
        "the written form reads back as the same span",
        arguments: [0, 1, 999, 61_000, 9_000_000, 90_061_001] as [Int64])
    func writes(milliseconds: Int64) {
        let span = TimeSpan(milliseconds: milliseconds)
        #expect(TimeSpan(span.description) == span)
    }

    @Test(
        "the longest span can be written and read again, and no arithmetic leads beyond it",
        arguments: [
            .longest, .milliseconds(.max), .seconds(.max), .minutes(.max), .longest + .longest,
            .longest - .milliseconds(.min), TimeSpan("P100000000D"), TimeSpan("PT2400000000H"),
        ] as [TimeSpan?])
    func longest(span: TimeSpan?) {
        #expect(span == .longest)
        #expect(span?.description == "100000000d")
        #expect(TimeSpan("100000000d") == .longest)
    }

    @Test(
        "what is longer is refused, saying so",
        arguments: ["100000000d1ms", "P99999999DT25H", "9999999999999999999999999999d"])
    func tooLong(text: String) {
        #expect(TimeSpan(text) == nil)
        #expect(TimeSpan.isTooLong(text))
        #expect(TimeSpan.expectation(for: text) == "a duration of at most 100000000d")
        #expect(TimeSpan.expectation(for: "15") == TimeSpan.textForm)
    }

    @Test(
        "every millisecond near the longest span is told from its neighbours", arguments: 1...50 as ClosedRange<Int64>)
    func exact(less: Int64) {
        let span = TimeSpan.longest - .milliseconds(less)
        #expect(TimeSpan(span.description) == span)
        #expect(TimeSpan(span.description)?.milliseconds == TimeSpan.longest.milliseconds - less)
    }
}
