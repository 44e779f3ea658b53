import HTTPTypes
import Kernel
package import KernelHTTP

/// What a description says of an operation in its first lines, read without YAML: one plain value a line, or a text folded
/// with `>-`.
package struct DescribedOperation: Sendable {
    /// The operation's id, which is its name without the vendor.
    package let id: String
    /// The operation as tables have it.
    package let endpoint: Endpoint
    /// Its tag.
    package let tag: String
    /// Where the knowledge of it comes from, for example `anchor.md 12.16`; empty if that is not said.
    package let source: String
    /// Whether it needs no key.
    package let isOpen: Bool
    /// Whether it needs the API key, and nothing else.
    package let needsKey: Bool
    /// Whether what it makes can't be taken back by deleting it, or costs more than a request: checks of a vendor leave it alone.
    package let isLastingOrCostly: Bool
    /// Where it lies in the text.
    let place: DescriptionIndex.Operation

    /// - Parameters:
    ///   - vendor: the prefix of its name.
    ///   - text: the document.
    init(_ place: DescriptionIndex.Operation, of vendor: String, in text: UnsafeBufferPointer<UInt8>) {
        let heads = OperationHeads(UnsafeBufferPointer(rebasing: text[place.lines]))
        id = heads["operationId"] ?? ""
        tag = heads["tags"].map { String($0.drop { $0 == "[" }.prefix { $0 != "]" && $0 != "," }) } ?? ""
        source = heads["x-drydock-source"] ?? ""
        isOpen = heads["security"] == "[]"
        needsKey = heads["security"] == nil
        isLastingOrCostly = heads["x-drydock-check"] == "never made"
        endpoint = Endpoint(
            "\(vendor).\(id)", HTTPRequest.Method(place.method.uppercased()) ?? .get, place.path,
            heads["summary"] ?? "",
            coverage: heads["x-drydock-coverage"].flatMap(Coverage.init) ?? .simulated,
            provenance: heads["x-drydock-provenance"].flatMap(Provenance.init) ?? .documented,
            choice: heads["x-drydock-choice"] ?? "", successor: heads["x-drydock-successor"])
        self.place = place
    }
}

/// The plain values that an operation begins with: those before its answers, which are most of its lines.
private struct OperationHeads {
    /// How far an operation's own keys are indented.
    private static let indentation = 6

    private var values: [String: String] = [:]

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var folded: (key: String, words: [String])?
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            defer { start = end + 1 }
            let first = bytes[start..<end].firstIndex { $0 != UInt8(ascii: " ") } ?? end
            let content = bytes[first..<end]
            if first - start > Self.indentation {
                folded?.words.append(String(decoding: content, as: UTF8.self))
                continue
            }
            close(&folded)
            guard first - start == Self.indentation, let colon = content.firstIndex(of: UInt8(ascii: ":")) else {
                continue
            }
            let key = String(decoding: content[..<colon], as: UTF8.self)
            guard key != "responses" else { return }
            let bytes = content[colon...].dropFirst(2)
            let value = String(decoding: bytes, as: UTF8.self)
            if value == ">-" {
                folded = (key, [])
            } else {
                values[key] = bytes.first == Self.quote ? Self.unquoted(value) : value
            }
        }
        close(&folded)
    }

    subscript(key: String) -> String? { values[key] }

    private mutating func close(_ folded: inout (key: String, words: [String])?) {
        if let folded { values[folded.key] = folded.words.joined(separator: " ") }
        folded = nil
    }

    private static let quote = UInt8(ascii: "'")

    private static func unquoted(_ text: String) -> String {
        guard text.utf8.count >= 2, text.utf8.first == quote, text.utf8.last == quote else { return text }
        return String(text.dropFirst().dropLast()).split(separator: "''", omittingEmptySubsequences: false)
            .joined(separator: "'")
    }
}
