import FoundationEssentials

/// Rows as bytes: JSON with sorted keys, so that equal objects have equal bytes.
public enum RowCoding {
    /// The bytes of an object, or of a table's key.
    public static func bytes(_ value: some Encodable) throws -> [UInt8] {
        try RowEncoder.bytes(value, as: .row)
    }

    /// The object of these bytes.
    ///
    /// - Parameter files: what the contents of files in it are charged to.
    public static func value<Value: Decodable>(
        _ bytes: [UInt8], as _: Value.Type = Value.self, files: StoredBytesBudget? = nil
    ) throws -> Value {
        let decoder = decoder()
        decoder.userInfo[.storedBytesBudget] = files
        return try decoder.decode(Value.self, from: Data(bytes))
    }

    /// The bytes of a state without the rows of its tables.
    public static func bytesWithoutTables(_ state: some Encodable) throws -> [UInt8] {
        try RowEncoder.bytes(state, as: .stateWithoutTables)
    }

    /// The state of these bytes, its tables empty.
    public static func stateWithoutTables<State: Decodable>(
        _ bytes: [UInt8], as _: State.Type = State.self
    ) throws -> State {
        let decoder = decoder()
        decoder.userInfo[.leavesTablesOut] = true
        return try decoder.decode(State.self, from: Data(bytes))
    }

    /// An object for people to look at, its `JSONValue`s as part of it.
    public static func shown(_ value: some Encodable) throws -> JSONValue {
        try JSONParser.parse(RowEncoder.bytes(value, as: .shown))
    }

    private static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.userInfo[.writesValuesAsText] = true
        return decoder
    }
}

/// What an object is written for.
enum RowForm {
    /// To be read again.
    case row
    /// To be read again, for a state whose tables' rows are written one by one.
    case stateWithoutTables
    /// To be looked at.
    case shown

    /// What the object's own encoding is told.
    var userInfo: [CodingUserInfoKey: Any] {
        switch self {
        case .row, .stateWithoutTables: [.writesValuesAsText: true]
        case .shown: [.leavesContentsOut: true]
        }
    }
}

extension CodingUserInfoKey {
    /// Set, to any value, where a decoder is to pass over the rows of tables, because a store keeps them one by one.
    static let leavesTablesOut = CodingUserInfoKey(name: "drydock.leavesTablesOut")

    /// Set, to any value, where an encoder is to say of a file's content only how long it is.
    static let leavesContentsOut = CodingUserInfoKey(name: "drydock.leavesContentsOut")

    /// Set, to any value, where a coder is to write a `JSONValue` as JSON text in a string: a keyed container would forget the
    /// order of members and whether a number was a whole one, and a restored world answers byte for byte as before.
    static let writesValuesAsText = CodingUserInfoKey(name: "drydock.writesValuesAsText")

    init(name: String) {
        // A name is refused by no platform; the type's initialiser is failable all the same.
        guard let key = CodingUserInfoKey(rawValue: name) else { preconditionFailure("\(name) is refused as a key") }
        self = key
    }
}
