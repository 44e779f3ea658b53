/// Where the knowledge of each operation comes from, as a description says in `x-drydock-source`: those under `paths` and those
/// that stand elsewhere, such as tunnels. Read line by line, without YAML, when somebody asks.
package struct OperationSources: Sendable {
    private let sources: [String: String]

    /// - Parameter text: an OpenAPI document of ours.
    package init(_ text: some Collection<UInt8>) {
        var sources: [String: String] = [:]
        var operation = ""
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let content = line.drop { $0 == UInt8(ascii: " ") }
            if let id = Self.value(of: "operationId", in: content) {
                operation = id
            } else if let source = Self.value(of: "x-drydock-source", in: content) {
                sources[operation] = source
            }
        }
        self.sources = sources
    }

    /// The source of the operation with this id, for example `anchor.md 12.16`; empty if none is said.
    package subscript(id: String) -> String { sources[id] ?? "" }

    private static func value(of key: String, in line: some Collection<UInt8>) -> String? {
        let start = "\(key): "
        guard line.starts(with: start.utf8) else { return nil }
        return String(decoding: line.dropFirst(start.utf8.count), as: UTF8.self)
    }
}
