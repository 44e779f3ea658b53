extension JSONValue {
    /// The value as text for people: a line for each member, two spaces for each level, what fits stays on one line.
    package var indented: String { indented(by: "") }

    private func indented(by margin: String) -> String {
        let short = JSONWriter.text(self)
        if short.utf8.count + margin.utf8.count <= 80 { return short }
        let inner = margin + "  "
        switch self {
        case .array(let elements):
            return "[\n" + elements.map { inner + $0.indented(by: inner) }.joined(separator: ",\n") + "\n\(margin)]"
        case .object(let object):
            let members = object.members.map { member in
                "\(inner)\(JSONWriter.text(member.name)): \(member.value.indented(by: inner))"
            }
            return "{\n" + members.joined(separator: ",\n") + "\n\(margin)}"
        default: return short
        }
    }
}
