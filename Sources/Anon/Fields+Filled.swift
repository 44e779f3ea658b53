import Kernel

extension Fields {
    /// A text that is there and not empty.
    func filled(_ name: String) throws(FieldComplaint) -> String {
        let text: String = try required(name)
        guard !text.isEmpty else { throw complaint(name, "must not be empty") }
        return text
    }
}
