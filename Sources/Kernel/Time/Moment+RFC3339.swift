/// The text form of an instant: RFC 3339, always in UTC and always with milliseconds, so that equal instants are equal bytes.
extension Moment: CustomStringConvertible, LosslessStringConvertible {
    /// For example `2026-01-01T00:00:00.000Z`.
    package var description: String {
        String(unsafeUninitializedCapacity: 24) { buffer in
            writeRFC3339(to: buffer)
            return 24
        }
    }

    /// Reads an RFC 3339 date-time with any zone offset; fractions finer than a millisecond are cut off.
    package init?(_ description: String) {
        var reader = RFC3339Reader(description)
        guard let moment = reader.read() else { return nil }
        self = moment
    }

    /// Writes the 24 bytes of `description` to the start of `buffer`.
    private func writeRFC3339(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        let date = CivilDate(daysSince1970: seconds.flooredQuotient(86_400))
        let ofDay = seconds - seconds.flooredQuotient(86_400) * 86_400
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
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let moment = Moment(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is not an RFC 3339 date-time"))
        }
        self = moment
    }

    /// Writes the RFC 3339 text form.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity, so that instants before 1970 fall into the right day.
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
