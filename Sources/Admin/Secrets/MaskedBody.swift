import Kernel
import NIOCore

/// A body as it is shown: as the JSON value that it is, else as text, both with their secrets hidden as a mask says.
enum MaskedBody {
    /// There is none.
    case empty
    case json(JSONValue)
    case text(String)
    /// It is no text.
    case bytes(ByteBufferView)
    /// It has more bytes than are shown.
    case tooLong(bytes: Int)

    /// - Parameter longest: the most bytes of a body that is shown.
    init(_ buffer: ByteBuffer, mask: SecretMask, longest: Int = .max) {
        let bytes = buffer.readableBytesView
        if bytes.isEmpty {
            self = .empty
        } else if bytes.count > longest {
            self = .tooLong(bytes: bytes.count)
        } else if let value = try? JSONParser.parse(bytes) {
            self = .json(mask.json(value))
        } else if let text = String(validating: bytes, as: UTF8.self) {
            self = .text(mask.text(text))
        } else {
            self = .bytes(bytes)
        }
    }

    /// What a person reads on a page; empty if there is no body.
    var onPage: String {
        switch self {
        case .empty: ""
        case .json(let value): value.indented
        case .text(let text): text
        case .bytes(let bytes): "[\(bytes.count) bytes that are no text]"
        case .tooLong(let bytes): "[\(bytes) bytes, too long for a page; the journal's JSON has them]"
        }
    }
}
