extension CodingUserInfoKey {
    /// Set, to any value, where a coder is to pass over the rows of tables, because a store keeps them one by one.
    package static let leavesTablesOut = CodingUserInfoKey(name: "drydock.leavesTablesOut")

    /// Set, to any value, where a coder is to write a `JSONValue` as JSON text in a string: a keyed container would forget the
    /// order of members and whether a number was a whole one, and a restored world answers byte for byte as before.
    package static let writesValuesAsText = CodingUserInfoKey(name: "drydock.writesValuesAsText")

    private init(name: String) {
        // A name is refused by no platform; the type's initialiser is failable all the same.
        guard let key = CodingUserInfoKey(rawValue: name) else { preconditionFailure("\(name) is refused as a key") }
        self = key
    }
}
