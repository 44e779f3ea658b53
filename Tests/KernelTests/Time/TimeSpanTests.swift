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
}
