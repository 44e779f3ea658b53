/// Why Drydock cannot start, or cannot load a scenario: one line for each thing that is wrong.
package struct StartRefusal: Error, CustomStringConvertible {
    /// The lines.
    package let complaints: [String]

    /// The lines, one under the other.
    package var description: String { complaints.joined(separator: "\n") }

    /// A refusal with these complaints.
    package init(_ complaints: [String]) {
        self.complaints = complaints
    }

    /// A refusal with one complaint.
    package init(_ complaint: String) {
        self.init([complaint])
    }
}
