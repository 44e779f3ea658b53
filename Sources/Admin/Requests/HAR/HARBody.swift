import Kernel
import NIOCore

/// A body as an HTTP Archive has it: text, or base64 where it is none.
struct HARBody {
    let text: String
    let isBase64: Bool

    init(_ buffer: ByteBuffer, mask: SecretMask) {
        let bytes = buffer.readableBytesView
        guard let text = String(validating: bytes, as: UTF8.self) else {
            self.text = Base64.encode(bytes)
            isBase64 = true
            return
        }
        isBase64 = false
        if mask == .masking, let value = try? JSONParser.parse(bytes) {
            self.text = JSONWriter.text(mask.json(value))
        } else {
            self.text = mask.text(text)
        }
    }
}
