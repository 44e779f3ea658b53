import Testing

/// A text with a mistake, and all that the reader must say about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let complaints: [String]
    let library: [String: String]

    init(_ name: String, _ text: String, library: [String: String] = [:], _ complaints: String...) {
        testDescription = name
        self.text = text
        self.library = library
        self.complaints = complaints
    }
}
