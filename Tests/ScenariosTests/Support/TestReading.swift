import Kernel
import Scenarios
import Testing

/// The format and the ways of reading that the tests share.
enum TestReading {
    static let format = ScenarioFormat(
        sections: [ShopSeed.self],
        operations: ["shop.createSession", "shop.getSession", "shop.createToken", "bank.pay"],
        problems: ["shop": ["outOfCredits", "notFound"], "bank": ["notFound"]],
        pathParameters: ["shop.createSession": ["id", "p"], "shop.getSession": ["id"]])

    /// Reads documents, the last one as the one asked for; the others are what it may extend.
    static func read(_ text: String, library: [String: String] = [:]) throws(ScenarioComplaints) -> Scenario {
        try reader(library).read([ScenarioDocument(name: "test", file: "test.yaml", text: text)])
    }

    static func reader(_ library: [String: String]) -> ScenarioReader {
        ScenarioReader(
            format: format,
            library: ScenarioLibrary(
                library.map { ScenarioDocument(name: $0.key, file: "\($0.key).yaml", text: $0.value) }))
    }

    /// The complaints about a text, one line each; empty where it is read.
    static func complaints(about text: String, library: [String: String] = [:]) -> [String] {
        do {
            _ = try read(text, library: library)
            return []
        } catch {
            return error.complaints.map(\.description)
        }
    }
}

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
