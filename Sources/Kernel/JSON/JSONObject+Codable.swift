extension JSONObject: Codable {
    /// Reads an object of any members.
    package init(from decoder: any Decoder) throws {
        guard case .object(let object) = try JSONValue(from: decoder) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must be an object"))
        }
        self = object
    }

    /// Writes the object as the encoder's format has it.
    package func encode(to encoder: any Encoder) throws {
        try JSONValue.object(self).encode(to: encoder)
    }
}
