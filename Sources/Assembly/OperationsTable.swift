import HTTPTypes
package import KernelHTTP

/// The table of vendor operations, as `drydock operations` prints it and the README has it.
package struct OperationsTable: Sendable {
    private let operations: [Endpoint]

    /// A table of these.
    package init(_ operations: [Endpoint] = Drydock.operations) {
        self.operations = operations
    }

    /// One line each, in columns.
    package var plain: String {
        let nameWidth = operations.map(\.name.count).max() ?? 0
        let coverageWidth = operations.map(\.coverage.rawValue.count).max() ?? 0
        return operations.map { endpoint in
            Self.padded(endpoint.name, to: nameWidth) + "  "
                + Self.padded(endpoint.coverage.rawValue, to: coverageWidth)
                + "  \(endpoint.method.rawValue) \(endpoint.path)"
        }.joined(separator: "\n")
    }

    /// A Markdown table of what is simulated or canned, then the names of what is not implemented.
    package var markdown: String {
        let head = [
            "| operation | where | coverage | known from | our choice where the vendor is silent |",
            "|---|---|---|---|---|",
        ]
        let rows = operations.filter { $0.coverage != .notImplemented }.map { endpoint in
            "| `\(endpoint.name)` | `\(endpoint.method.rawValue) \(endpoint.path)` | \(endpoint.coverage.rawValue) "
                + "| \(endpoint.provenance.rawValue) | \(endpoint.choice) |"
        }
        let missing = operations.filter { $0.coverage == .notImplemented }.map { "`\($0.name)`" }
        let rest = "Not implemented, answering 501 (\(missing.count)): \(missing.joined(separator: ", "))."
        return (head + rows + ["", rest]).joined(separator: "\n")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: width - text.count)
    }
}
