import Kernel
import Testing

@Suite("Moment")
struct MomentTests {
    @Test(
        "RFC 3339 text is read and written back in UTC with milliseconds",
        arguments: [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", 0),
            ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z", 1_767_225_600_000),
            ("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z", 1_709_251_199_999),
            ("2026-01-01T02:30:00+02:30", "2026-01-01T00:00:00.000Z", 1_767_225_600_000),
            ("2026-01-01T00:00:00.5-00:00", "2026-01-01T00:00:00.500Z", 1_767_225_600_500),
            ("1969-12-31T23:59:59.250Z", "1969-12-31T23:59:59.250Z", -750),
            ("2026-01-01t00:00:00.123456z", "2026-01-01T00:00:00.123Z", 1_767_225_600_123),
        ] as [(String, String, Int64)])
    func roundTrip(text: String, written: String, milliseconds: Int64) {
        #expect(Moment(text)?.milliseconds == milliseconds)
        #expect(Moment(milliseconds: milliseconds).description == written)
    }

    @Test(
        "what is not RFC 3339 is refused",
        arguments: [
            "", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx",
            "26-01-01T00:00:00Z", "2026-01-01T00:00:00+2:00",
        ])
    func refused(text: String) {
        #expect(Moment(text) == nil)
    }

    @Test("every day of four centuries converts to its date and back")
    func days() {
        for day in Int64(-80_000)...Int64(80_000) {
            let date = CivilDate(daysSince1970: day)
            #expect(date.daysSince1970 == day)
            #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
        }
    }

    @Test("adding never passes the end of RFC 3339's years")
    func saturation() {
        #expect(Moment.latest + .milliseconds(.max) == .latest)
        #expect(Moment.latest.description == "9999-12-31T23:59:59.999Z")
    }
}
