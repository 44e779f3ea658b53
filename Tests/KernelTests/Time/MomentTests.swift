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
        #expect(Moment.earliest + .milliseconds(.min) == .earliest)
        #expect(Moment.earliest.description == "0001-01-01T00:00:00.000Z")
        #expect(Moment.latest + .milliseconds(-1) < .latest)
    }

    @Test(
        "an offset that leads out of RFC 3339's years is refused in words, and never wraps",
        arguments: [
            ("0001-01-01T00:00:00+23:59", false), ("0001-01-01T00:00:00+00:01", false),
            ("9999-12-31T23:59:59-23:59", false), ("9999-12-31T23:59:59.999-00:01", false),
            ("0001-01-01T00:00:00Z", true), ("0001-01-01T23:59:00+23:59", true), ("9999-12-31T23:59:59.999Z", true),
            ("9999-12-31T00:00:00-23:59", true),
        ])
    func range(text: String, isThere: Bool) throws {
        #expect((Moment(text) != nil) == isThere)
        #expect(Moment.isOutOfRange(text) == !isThere)
        let json = Array("\"\(text)\"".utf8)
        guard isThere else {
            #expect(Moment.expectation(for: text) == "a date-time in the years 0001 to 9999 of UTC")
            #expect(throws: DecodingError.self) { try RowCoding.value(json, as: Moment.self) }
            return
        }
        let moment = try RowCoding.value(json, as: Moment.self)
        #expect(try RowCoding.value(RowCoding.bytes(moment), as: Moment.self) == moment)
    }

    @Test(
        "whatever number it is made from can be written and read again",
        arguments: [.min, .max, 0, -1, -62_135_596_800_001, 253_402_300_800_000] as [Int64])
    func numbers(milliseconds: Int64) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(Moment(moment.description) == moment)
        #expect((Moment.earliest...Moment.latest).contains(moment))
    }

    @Test("what is elapsed is never below zero")
    func elapsed() {
        let early = Moment(milliseconds: 0)
        let late = early + .seconds(2)
        #expect(late.elapsed(since: early) == .seconds(2))
        #expect(early.elapsed(since: late) == .zero)
        #expect(early - late == .milliseconds(-2000))
    }
}
