import Kernel

/// The fields of an auth flow, nil where they are absent.
extension Fields {
    func flowName() throws(FieldComplaint) -> String? {
        let name: String? = try optional("name")
        if name?.isEmpty == true, reading == .strict { throw complaint("name", "must not be empty") }
        return name
    }

    /// One or more of the words that a client may ask for; any words where bodies are taken as they come.
    func flowMethods() throws(FieldComplaint) -> [String]? {
        guard let words: [String] = try optional("methods"), reading == .strict else { return try optional("methods") }
        guard !words.isEmpty else { throw complaint("methods", "must have one element at least") }
        for (index, word) in words.enumerated() where AuthFlow.Method(rawValue: word) == nil {
            let known = AuthFlow.Method.allCases.map(\.rawValue).joined(separator: ", ")
            throw complaint("methods.\(index)", "must be one of \(known), not \"\(word)\"")
        }
        return words
    }

    func flowCustomFields() throws(FieldComplaint) -> [String]? {
        guard let objects = try objects("custom_fields") else { return nil }
        var names: [String] = []
        for object in objects {
            guard let name: String = try object.optional("name"), !name.isEmpty else {
                if reading == .lenient { continue }
                throw object.complaint("name", "is required and must not be empty")
            }
            names.append(name)
        }
        return names
    }
}
