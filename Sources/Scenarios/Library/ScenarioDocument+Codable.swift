/// Written as name and text: a path of the machine that it was read on means nothing elsewhere.
extension ScenarioDocument: Codable {
    private enum CodingKeys: String, CodingKey {
        case name
        case text
    }

    /// Reads what `encode(to:)` wrote; complaints call the document by its name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .name)
        self.init(name: name, file: name, text: try container.decode(String.self, forKey: .text))
    }

    /// Writes the name and the text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(text, forKey: .text)
    }
}
