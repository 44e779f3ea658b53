import Admin
import AsyncHTTPClient
import Descriptions
import EmbeddedDocuments
import HTTPTypes
import Kernel
package import KernelHTTP
import NIOCore
import NIOHTTP1
import NIOSSL

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
    /// The operations in order, with what is known of each.
    let rows: [KnownOperation]

    /// A table of these.
    package init(_ operations: [Endpoint] = Drydock.operations) {
        let clients = Self.clients
        let sources = Dictionary(
            uniqueKeysWithValues: VendorKind.all.map { ($0.name, OperationSources($0.openAPI.utf8)) })
        rows = operations.map { endpoint in
            let parts = endpoint.name.split(separator: ".", maxSplits: 1).map(String.init)
            return KnownOperation(
                endpoint: endpoint, source: sources[parts[0]]?[parts.last ?? ""] ?? "",
                clients: clients?[endpoint.name]?.array?.compactMap(\.string) ?? [])
        }
    }

    /// What the tests have seen, by operation; nil if the document is broken, which a test would say.
    private static var clients: JSONObject? { (try? JSONParser.parse(embeddedClientRecord().content))?.object }

    /// As the control plane answers it.
    package var json: String { JSONWriter.text(OperationList(rows, outgoing: Drydock.outgoingOperations)) }

    /// One line each, in columns.
    package var plain: String {
        let columns = rows.map { row in
            let endpoint = row.endpoint
            return [
                endpoint.name, endpoint.coverage.rawValue, endpoint.provenance.rawValue, row.source, endpoint.place,
            ]
        }
        let widths = (0..<4).map { column in columns.map { $0[column].count }.max() ?? 0 }
        return columns.map { cells in
            zip(cells, widths + [0]).map { Self.padded($0, to: $1) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// A Markdown table.
    package var markdown: String {
        let head = [
            "| operation | where | coverage | known from | source | run with | our choice where the vendor is silent |",
            "|---|---|---|---|---|---|---|",
        ]
        let lines = rows.map { row in
            let endpoint = row.endpoint
            return "| `\(endpoint.name)` | `\(endpoint.place)` | \(endpoint.coverage.rawValue) "
                + "| \(endpoint.provenance.rawValue) | \(row.source) | \(row.clients.joined(separator: ", ")) "
                + "| \(endpoint.choice) |"
        }
        return (head + lines).joined(separator: "\n")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

// MARK: - Health

/// Asks a server on this machine whether it serves.
package struct Healthcheck: Sendable {
    private let url: String
    private let configuration: HTTPClient.Configuration

    /// A check of a server that listens at `address`; one that listens at all addresses is asked by loopback.
    ///
    /// - Parameter authority: the certificate of the only authority that is trusted, as PEM; nil asks without TLS.
    package init(address: ListeningAddress, port: Int, trusting authority: String? = nil) throws {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        if let authority {
            // Certificates are for this machine by its name, wherever it listens.
            url = "https://localhost:\(port)"
            configuration.dnsOverride = ["localhost": address.target]
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
            configuration.tlsConfiguration = tls
        } else {
            url = address.url(port: port)
        }
        self.configuration = configuration
    }

    /// What is wrong, in one line; nil if it serves.
    package func complaint() async -> String? {
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
        } catch let error as NIOSSLError {
            return "the server at \(url) is not believed: \(error)"
        } catch {
            return "no server answers at \(url)"
        }
    }
}
