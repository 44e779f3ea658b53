import Kernel

/// The record and its one field.
extension SerdeJSONReader {
    mutating func keySet() throws(SerdeJSONComplaint) -> [JSONValue] {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "{"): return try keySetOfObject()
        case UInt8(ascii: "["): return try keySetOfList()
        default: throw try invalidType(expected: "struct Jwks")
        }
    }

    private mutating func keySetOfObject() throws(SerdeJSONComplaint) -> [JSONValue] {
        try descend()
        var keys: [JSONValue]?
        var isFirst = true
        while let name = try memberName(isFirst: &isFirst) {
            guard name == "keys" else {
                try colon()
                try ignoreValue()
                continue
            }
            guard keys == nil else {
                // The library looks for the end of the object before it says where it stands.
                if skipSpace() == UInt8(ascii: "}") { position += 1 }
                throw complaint(.duplicateKeys)
            }
            try colon()
            keys = try keyList()
        }
        position += 1
        guard let keys else { throw complaint(.missingKeys) }
        return keys
    }

    /// A list may stand for the record: its elements are the fields in their order.
    private mutating func keySetOfList() throws(SerdeJSONComplaint) -> [JSONValue] {
        try descend()
        switch skipSpace() {
        case nil: throw complaintAhead(.endInList)
        case UInt8(ascii: "]"):
            position += 1
            throw complaint(.invalidLength)
        default: break
        }
        let keys = try keyList()
        switch skipSpace() {
        case nil: throw complaintAhead(.endInList)
        case UInt8(ascii: "]"):
            position += 1
            return keys
        case UInt8(ascii: ","):
            position += 1
            let isEnd = skipSpace() == UInt8(ascii: "]")
            throw complaintAhead(isEnd ? .trailingComma : .trailingCharacters)
        default: throw complaintAhead(.trailingCharacters)
        }
    }

    private mutating func keyList() throws(SerdeJSONComplaint) -> [JSONValue] {
        switch skipSpace() {
        case nil: throw complaintAhead(.endInValue)
        case UInt8(ascii: "["):
            try descend()
            let keys = try listBody()
            remainingDepth += 1
            return keys
        default: throw try invalidType(expected: "a sequence")
        }
    }

    /// The value that is next, read as far as the library reads it to name its kind; throws where it is no value.
    private mutating func invalidType(expected: String) throws(SerdeJSONComplaint) -> SerdeJSONComplaint {
        let found: String
        switch peek {
        case UInt8(ascii: "n"):
            try word("null")
            found = "null"
        case UInt8(ascii: "t"):
            try word("true")
            found = "boolean `true`"
        case UInt8(ascii: "f"):
            try word("false")
            found = "boolean `false`"
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            found = try number().kind
        case UInt8(ascii: "\""):
            position += 1
            found = "string \(RustText.quoted(try string()))"
        case UInt8(ascii: "["): found = "sequence"
        case UInt8(ascii: "{"): found = "map"
        default: throw complaintAhead(.expectedValue)
        }
        return complaint(.invalidType(found: found, expected: expected))
    }
}
