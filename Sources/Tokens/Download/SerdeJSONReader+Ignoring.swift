/// Values of members that the record does not have: passed over, however deep, and judged less.
extension SerdeJSONReader {
    mutating func ignoreValue() throws(SerdeJSONComplaint) {
        // The openings of the lists and objects around the value.
        var enclosing: [UInt8] = []
        repeat {
            guard try !ignoreScalar() else {
                try closeEnclosing(&enclosing, afterValue: true)
                continue
            }
            guard let opening = next() else { throw complaintAhead(.endInValue) }
            enclosing.append(opening)
            try closeEnclosing(&enclosing, afterValue: false)
        } while !enclosing.isEmpty
    }

    /// Whether the value is no list and no object; if so, it is passed over.
    private mutating func ignoreScalar() throws(SerdeJSONComplaint) -> Bool {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "-"):
            position += 1
            try ignoreNumber()
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")): try ignoreNumber()
        case UInt8(ascii: "\""):
            position += 1
            try ignoreString()
        case UInt8(ascii: "["), UInt8(ascii: "{"): return false
        default: throw complaintAhead(.expectedValue)
        }
        return true
    }

    /// Passes over the ends of what encloses the place, up to where the next value begins.
    private mutating func closeEnclosing(
        _ enclosing: inout [UInt8], afterValue: Bool
    ) throws(SerdeJSONComplaint) {
        var afterValue = afterValue
        while let opening = enclosing.last {
            let isList = opening == UInt8(ascii: "[")
            let byte = skipSpace()
            if byte == nil { throw complaintAhead(isList ? .endInList : .endInObject) }
            if byte == (isList ? UInt8(ascii: "]") : UInt8(ascii: "}")) {
                position += 1
                enclosing.removeLast()
                afterValue = true
                continue
            }
            if afterValue {
                guard byte == UInt8(ascii: ",") else {
                    throw complaintAhead(isList ? .expectedCommaOrListEnd : .expectedCommaOrObjectEnd)
                }
                position += 1
            }
            if !isList { try ignoreName() }
            return
        }
    }

    private mutating func ignoreName() throws(SerdeJSONComplaint) {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: "\""): position += 1
        default: throw complaintAhead(.keyNotAString)
        }
        try ignoreString()
        try colon()
    }

    /// A number behind its sign.
    private mutating func ignoreNumber() throws(SerdeJSONComplaint) {
        switch next() {
        case UInt8(ascii: "0"):
            if nextIsDigit { throw complaintAhead(.invalidNumber) }
        case .some(UInt8(ascii: "1")...UInt8(ascii: "9")): skipDigits()
        default: throw complaint(.invalidNumber)
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            guard nextIsDigit else { throw complaintAhead(.invalidNumber) }
            skipDigits()
        }
        guard peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") else { return }
        position += 1
        if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
        guard case .some(UInt8(ascii: "0")...UInt8(ascii: "9")) = next() else { throw complaint(.invalidNumber) }
        skipDigits()
    }

    var nextIsDigit: Bool {
        guard case .some(UInt8(ascii: "0")...UInt8(ascii: "9")) = peek else { return false }
        return true
    }

    mutating func skipDigits() {
        while nextIsDigit { position += 1 }
    }
}
