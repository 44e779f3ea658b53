import EmbeddedDocuments
import Kernel

/// Our OpenAPI documents.
enum OurDocument: String, CaseIterable, Sendable {
    case anchor
    case anon
    case control

    /// Those that operations are answered from, or may be.
    static let vendors: [OurDocument] = [.anchor, .anon]

    /// The prefix of its operations' names.
    var vendor: String { self == .control ? "drydock" : rawValue }

    var document: EmbeddedDocument {
        switch self {
        case .anchor: embeddedAnchorDescription()
        case .anon: embeddedAnonDescription()
        case .control: embeddedControlDescription()
        }
    }

    var text: String { document.text }
    var bytes: [UInt8] { Array(document.content) }
}
