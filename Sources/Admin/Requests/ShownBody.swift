import Kernel
import NIOCore

/// A body as `/requests` shows it: the members `body` and `encoding`.
///
/// JSON is shown as the value that it is, other text as a string, anything else in base64; `encoding` says which, and is
/// null, as `body` is, where there was none.
struct ShownBody {
    private let buffer: ByteBuffer
    private let mask: SecretMask

    init(_ buffer: ByteBuffer, mask: SecretMask) {
        self.buffer = buffer
        self.mask = mask
    }

    /// Writes the two members into an object that is open.
    func write(to json: inout JSONWriter) {
        let bytes = buffer.readableBytesView
        if bytes.isEmpty {
            json.member("body", JSONValue.null)
            json.member("encoding", JSONValue.null)
        } else if let value = try? JSONParser.parse(bytes) {
            json.member("body", mask.json(value))
            json.member("encoding", "json")
        } else if let text = String(validating: bytes, as: UTF8.self) {
            json.member("body", mask.text(text))
            json.member("encoding", "text")
        } else {
            json.member("body", Base64.encode(bytes))
            json.member("encoding", "base64")
        }
    }
}
