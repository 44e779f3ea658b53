import Admin
import AsyncHTTPClient
import HTTPTypes
package import KernelHTTP
import NIOCore
import NIOHTTP1

// MARK: - FAQ

/// The vendors' documented failures, for the command line.
extension Drydock {
    /// All entries, grouped by vendor, one line each.
    package static var faq: String {
        get throws { FAQText(try FAQDocuments.catalog.get()).list }
    }

    /// Anon's entries as the Markdown table that the documentation has.
    package static var faqMarkdown: String {
        get throws { FAQText(try FAQDocuments.catalog.get()).markdown }
    }

    /// An entry by its id, or the reason of a refusal by its code. Throws if there is neither, with a suggestion.
    package static func faq(_ id: String) throws -> String {
        let catalog = try FAQDocuments.catalog.get()
        guard let text = FAQText(catalog).entry(id) else { throw StartRefusal(catalog.complaint(about: id)) }
        return text
    }
}

// MARK: - Operations

/// The table of vendor operations, as `drydock operations` prints it and Operations.md has it.
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
                + "  \(endpoint.place)"
        }.joined(separator: "\n")
    }

    /// A Markdown table of what is simulated or canned, then the names of what is not implemented.
    package var markdown: String {
        let head = [
            "| operation | where | coverage | known from | our choice where the vendor is silent |",
            "|---|---|---|---|---|",
        ]
        let rows = operations.filter { $0.coverage != .notImplemented }.map { endpoint in
            "| `\(endpoint.name)` | `\(endpoint.place)` | \(endpoint.coverage.rawValue) "
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

// MARK: - Health

/// Asks a server on this machine whether it serves.
package struct Healthcheck: Sendable {
    private let url: String

    /// A check of a server that listens at `address`; one that listens at all addresses is asked by loopback.
    package init(address: ListeningAddress, port: Int) {
        url = address.url(port: port)
    }

    /// What is wrong, in one line; nil if it serves.
    package func complaint() async -> String? {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let complaint = await complaint(through: client)
        try? await client.shutdown()
        return complaint
    }

    private func complaint(through client: HTTPClient) async -> String? {
        do {
            var request = HTTPClientRequest(url: "\(url)/_drydock/health")
            // The control plane answers to this machine's clients by its own names, wherever it listens.
            request.headers.add(name: "Host", value: "localhost")
            let response = try await client.execute(request, timeout: .seconds(2))
            return response.status == .ok ? nil : "the server at \(url) answers \(response.status.code)"
        } catch {
            return "no server answers at \(url)"
        }
    }
}
