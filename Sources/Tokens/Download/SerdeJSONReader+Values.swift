import Kernel

extension SerdeJSONReader {
    /// Any value.
    mutating func value() throws(SerdeJSONComplaint) -> JSONValue {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number().value
        case UInt8(ascii: "\""):
            position += 1
            return .string(try string())
        case UInt8(ascii: "["):
            try descend()
            let elements = try listBody()
            remainingDepth += 1
            return .array(elements)
        case UInt8(ascii: "{"):
            try descend()
            let members = try objectBody()
            remainingDepth += 1
            return .object(members)
        default: throw complaintAhead(.expectedValue)
        }
    }

    /// The elements up to the `]`, and that.
    mutating func listBody() throws(SerdeJSONComplaint) -> [JSONValue] {
        var elements: [JSONValue] = []
        while true {
            switch skipSpace() {
            case nil: throw complaintAhead(.endInList)
            case UInt8(ascii: "]"):
                position += 1
                return elements
            case UInt8(ascii: ",") where !elements.isEmpty:
                position += 1
                if skipSpace() == UInt8(ascii: "]") { throw complaintAhead(.trailingComma) }
            default:
                guard elements.isEmpty else { throw complaintAhead(.expectedCommaOrListEnd) }
            }
            elements.append(try value())
        }
    }

    private mutating func objectBody() throws(SerdeJSONComplaint) -> JSONObject {
        var members: [(String, JSONValue)] = []
        var isFirst = true
        while let name = try memberName(isFirst: &isFirst) {
            try colon()
            members.append((name, try value()))
        }
        position += 1
        return JSONObject(members)
    }

    /// The name of the next member; nil in front of the `}`.
    mutating func memberName(isFirst: inout Bool) throws(SerdeJSONComplaint) -> String? {
        var byte = skipSpace()
        switch byte {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: "}"): return nil
        case UInt8(ascii: ",") where !isFirst:
            position += 1
            byte = skipSpace()
        default:
            guard isFirst else { throw complaintAhead(.expectedCommaOrObjectEnd) }
        }
        isFirst = false
        switch byte {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "}"): throw complaintAhead(.trailingComma)
        case UInt8(ascii: "\""):
            position += 1
            return try string()
        default: throw complaintAhead(.keyNotAString)
        }
    }

    mutating func colon() throws(SerdeJSONComplaint) {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInObject)
        case UInt8(ascii: ":"): position += 1
        default: throw complaintAhead(.expectedColon)
        }
    }

    /// `null`, `true` or `false`, whose first letter is next.
    mutating func word(_ word: StaticString) throws(SerdeJSONComplaint) {
        position += 1
        for offset in 1..<word.utf8CodeUnitCount {
            guard let byte = next() else { throw complaint(.endInValue) }
            guard byte == word.utf8Start[offset] else { throw complaint(.expectedIdentifier) }
        }
    }
}
