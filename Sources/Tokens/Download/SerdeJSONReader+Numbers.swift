/// The library does not round its numbers exactly, and shows them in its complaints: the arithmetic is the same here.
extension SerdeJSONReader {
    /// A number, whose sign or first digit is next.
    mutating func number() throws(SerdeJSONComplaint) -> SerdeJSONNumber {
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { position += 1 }
        guard let first = next() else { throw complaint(.endInValue) }
        var significand = UInt64(0)
        switch first {
        case UInt8(ascii: "0"):
            if nextIsDigit { throw complaintAhead(.invalidNumber) }
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            significand = UInt64(first - UInt8(ascii: "0"))
            while nextIsDigit {
                guard append(to: &significand) else {
                    let number = try longInteger(significand)
                    return .floating(isNegative ? -number : number)
                }
            }
        default: throw complaint(.invalidNumber)
        }
        if let number = try fraction(significand, exponent: 0) { return .floating(isNegative ? -number : number) }
        guard isNegative else { return .unsigned(significand) }
        let negative = Int64(bitPattern: 0 &- significand)
        // What no Int64 holds, and -0.
        return negative >= 0 ? .floating(-Double(significand)) : .negative(negative)
    }

    /// Takes the next digit into `significand`; false, with nothing taken, where it has no room.
    private mutating func append(to significand: inout UInt64) -> Bool {
        guard let byte = peek else { return false }
        let (tenfold, first) = significand.multipliedReportingOverflow(by: 10)
        let (sum, second) = tenfold.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
        guard !first, !second else { return false }
        significand = sum
        position += 1
        return true
    }

    private mutating func longInteger(_ significand: UInt64) throws(SerdeJSONComplaint) -> Double {
        var exponent = 0
        while nextIsDigit {
            position += 1
            exponent += 1
        }
        if let number = try fraction(significand, exponent: exponent) { return number }
        return try scaled(significand, exponent: exponent)
    }

    /// The number with the fraction or exponent that is next; nil where neither is.
    private mutating func fraction(_ integer: UInt64, exponent start: Int) throws(SerdeJSONComplaint) -> Double? {
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") { return try power(integer, exponent: start) }
        guard peek == UInt8(ascii: ".") else { return nil }
        position += 1
        var significand = integer
        var exponent = start
        var isFull = false
        while nextIsDigit {
            guard append(to: &significand) else {
                isFull = true
                skipDigits()
                break
            }
            exponent -= 1
        }
        // Behind more integer digits than there is room for, `exponent` starts above 0: there the library looks at the
        // sum of both, and so a fraction as long as the surplus passes for none.
        if exponent == 0, !isFull { throw complaintAhead(peek == nil ? .endInValue : .invalidNumber) }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            return try power(significand, exponent: exponent)
        }
        return try scaled(significand, exponent: exponent)
    }

    private mutating func power(_ significand: UInt64, exponent start: Int) throws(SerdeJSONComplaint) -> Double {
        position += 1
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative || peek == UInt8(ascii: "+") { position += 1 }
        guard let first = next() else { throw complaint(.endInValue) }
        guard case UInt8(ascii: "0")...UInt8(ascii: "9") = first else { throw complaint(.invalidNumber) }
        var exponent = Int(first - UInt8(ascii: "0"))
        while nextIsDigit, let byte = next() {
            exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
            guard exponent <= Int(Int32.max) else {
                if significand != 0, !isNegative { throw complaint(.numberOutOfRange) }
                skipDigits()
                return 0
            }
        }
        return try scaled(significand, exponent: isNegative ? start - exponent : start + exponent)
    }

    private func scaled(_ significand: UInt64, exponent: Int) throws(SerdeJSONComplaint) -> Double {
        var number = Double(significand)
        var exponent = exponent
        while exponent < -308, number != 0 {
            number /= 1e308
            exponent += 308
        }
        guard number != 0 else { return 0 }
        guard exponent <= 308 else { throw complaint(.numberOutOfRange) }
        guard let power = Double("1e\(abs(exponent))") else { return number }
        number = exponent < 0 ? number / power : number * power
        guard number.isFinite else { throw complaint(.numberOutOfRange) }
        return number
    }
}
