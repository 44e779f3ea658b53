/// An instant on a world's clock, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Our own type rather than `Date`, so that no vendor file needs Foundation and none can ask the system for the time. It lies in
/// the years 0001 to 9999 of UTC, whatever it was made from: RFC 3339 can write them, and every client can read them.
public struct Moment: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// Makes the instant `milliseconds` after 1970-01-01T00:00:00Z, or the nearest one there is.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
    }

    private static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The earliest instant, 0001-01-01T00:00:00.000Z.
    public static let earliest = Moment(milliseconds: range.lowerBound)
    /// The latest instant, 9999-12-31T23:59:59.999Z.
    public static let latest = Moment(milliseconds: range.upperBound)

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }

    /// The instant `span` after `moment`, from `earliest` to `latest`.
    public static func + (moment: Moment, span: TimeSpan) -> Moment {
        Moment(milliseconds: moment.milliseconds + span.milliseconds)
    }

    /// The time from `earlier` to `later`; negative when `earlier` is the later one. What is meant to be how long something
    /// took is `elapsed(since:)`.
    public static func - (later: Moment, earlier: Moment) -> TimeSpan {
        TimeSpan(milliseconds: later.milliseconds - earlier.milliseconds)
    }

    /// How long ago `earlier` was: nothing where it is the later one. A delayed call carries the time of its arrival, and may
    /// meet what was made since.
    public func elapsed(since earlier: Moment) -> TimeSpan {
        max(.zero, self - earlier)
    }
}

extension Moment: Comparable {
    /// Whether `left` comes before `right`.
    public static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

/// The text form of an instant: RFC 3339, always in UTC and always with milliseconds, so that equal instants are equal bytes.
extension Moment: CustomStringConvertible, LosslessStringConvertible {
    /// For example `2026-01-01T00:00:00.000Z`.
    public var description: String {
        String(unsafeUninitializedCapacity: Self.length) { buffer in
            writeRFC3339(to: buffer)
            return Self.length
        }
    }

    /// Reads an RFC 3339 date-time with any zone offset; fractions finer than a millisecond are cut off. Nil also for one whose
    /// offset leads out of the years that can be written.
    public init?(_ description: String) {
        var reader = RFC3339Reader(description)
        guard let milliseconds = reader.read(), Self.range.contains(milliseconds) else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// Whether the text is an RFC 3339 date-time whose offset leads out of the years that can be written.
    public static func isOutOfRange(_ text: String) -> Bool {
        var reader = RFC3339Reader(text)
        return reader.read().map { !range.contains($0) } ?? false
    }

    private static let length = "2026-01-01T00:00:00.000Z".utf8.count

    /// Writes the bytes of `description` to the start of `buffer`.
    private func writeRFC3339(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        let seconds = seconds
        let day = seconds.flooredQuotient(86_400)
        let date = CivilDate(daysSince1970: day)
        let ofDay = seconds - day * 86_400
        let thousandths = milliseconds - seconds * 1000
        func put(_ number: Int64, at offset: Int, digits: Int) {
            var rest = number
            for position in (offset..<offset + digits).reversed() {
                buffer[position] = UInt8(48 + rest % 10)
                rest /= 10
            }
        }
        put(date.year, at: 0, digits: 4)
        put(date.month, at: 5, digits: 2)
        put(date.day, at: 8, digits: 2)
        put(ofDay / 3600, at: 11, digits: 2)
        put(ofDay / 60 % 60, at: 14, digits: 2)
        put(ofDay % 60, at: 17, digits: 2)
        put(thousandths, at: 20, digits: 3)
        buffer[4] = UInt8(ascii: "-")
        buffer[7] = UInt8(ascii: "-")
        buffer[10] = UInt8(ascii: "T")
        buffer[13] = UInt8(ascii: ":")
        buffer[16] = UInt8(ascii: ":")
        buffer[19] = UInt8(ascii: ".")
        buffer[23] = UInt8(ascii: "Z")
    }
}

extension Moment: Codable {
    /// Reads the RFC 3339 text form.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let moment = Moment(text) else {
            throw DecodingError.malformed(decoder, "\"\(text)\" is not \(Self.expectation(for: text))")
        }
        self = moment
    }

    /// Writes the RFC 3339 text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Moment: JSONWritable {
    /// RFC 3339 text.
    public func write(to json: inout JSONWriter) { json.string(ofLength: Self.length, writeRFC3339) }
}

extension Moment: ScalarDescribed {
    /// The beginning of 2026.
    public static var example: Moment { Moment(milliseconds: 1_767_225_600_000) }
    /// RFC 3339.
    public static var textForm: String { "a date-time such as 2026-01-01T00:00:00Z" }
    /// Says which years there are where that is what is wrong.
    public static func expectation(for text: String) -> String {
        isOutOfRange(text) ? "a date-time in the years 0001 to 9999 of UTC" : textForm
    }
    /// Told by the format.
    public static var pattern: String? { nil }
    /// `date-time`
    public static var format: String? { "date-time" }
}

// MARK: - Reading

/// Reads one RFC 3339 date-time: `2026-01-01T10:00:00Z`, `2026-01-01T10:00:00.25+02:00`.
private struct RFC3339Reader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, which the offset may have led a day beyond the years that can be written.
    mutating func read() -> Int64? {
        guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
            let day = number(digits: 2), skip("T") || skip("t") || skip(" "),
            let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), skip(":"),
            let second = number(digits: 2), let thousandths = fraction(), let offset = zoneOffset(),
            position == bytes.count,
            let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second - offset * 60
        return seconds * 1000 + thousandths
    }

    private mutating func number(digits: Int) -> Int64? {
        guard position + digits <= bytes.count else { return nil }
        var number: Int64 = 0
        for byte in bytes[position..<position + digits] {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - 48)
        }
        position += digits
        return number
    }

    private mutating func skip(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    /// Thousandths of a second; 0 if there is no fraction, nil for a dot without digits.
    private mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        var thousandths: Int64 = 0
        var digits = 0
        while position < bytes.count, (48...57).contains(bytes[position]) {
            if digits < 3 { thousandths = thousandths * 10 + Int64(bytes[position] - 48) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        for _ in digits..<max(digits, 3) { thousandths *= 10 }
        return thousandths
    }

    /// Minutes east of Greenwich.
    private mutating func zoneOffset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

// MARK: - Days

/// A day of the proleptic Gregorian calendar, and its distance from 1970-01-01.
///
/// The conversions are the well-known ones over eras of 400 years (146,097 days), counted from 1 March.
public struct CivilDate: Equatable, Sendable {
    /// The year, for example 2026.
    public let year: Int64
    /// The month, 1 to 12.
    public let month: Int64
    /// The day of the month, 1 to 31.
    public let day: Int64

    /// Makes the day, or returns nil when the calendar has no such day.
    public init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, in: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that is `days` after 1970-01-01.
    public init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The number of days from 1970-01-01 to this one.
    public var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(ofMonth month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity, so that instants before 1970 fall into the right day.
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
