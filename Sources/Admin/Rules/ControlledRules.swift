package import Kernel

/// How the control plane reads rules and patterns of requests: as scenario files are read, with the same words about mistakes.
package protocol ControlledRules: Sendable {
    /// Reads a rule from YAML or JSON. Throws `ControlRefusal` with every complaint and its place.
    func readRule(_ text: String) throws -> Rule
    /// Reads any other document from YAML or JSON as strictly. Throws `ControlRefusal` with every complaint and its place.
    ///
    /// - Parameter patterns: where the document has the requests that it means; operations in it must exist.
    func read<Document: Decodable>(_ text: String, patterns: (Document) -> [RequestPattern]) throws -> Document
}
