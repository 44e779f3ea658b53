import HashTreeCollections

/// Written as the objects alone; what was touched is nobody's business but the store's.
///
/// A coder with `CodingUserInfoKey.leavesTablesOut` writes and reads the table as empty: a store keeps the rows one by one.
extension Table: Codable {
    /// Reads what `encode(to:)` wrote.
    package init(from decoder: any Decoder) throws {
        self.init(decoder.userInfo[.leavesTablesOut] == nil ? try TreeDictionary(from: decoder) : [:])
    }

    /// Writes all objects.
    package func encode(to encoder: any Encoder) throws {
        if encoder.userInfo[.leavesTablesOut] == nil {
            try tree.encode(to: encoder)
        } else {
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }
}
