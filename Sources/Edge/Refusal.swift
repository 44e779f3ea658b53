import NIOCore

/// An answer of the listener itself, to what never becomes a request; the connection ends with it.
struct Refusal: Error, Hashable {
    let code: Int
    let reasonPhrase: StaticString
    let message: StaticString

    static func == (left: Refusal, right: Refusal) -> Bool {
        left.code == right.code && left.message.description == right.message.description
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(message.description)
    }

    /// Writes the whole response. The messages are ours and hold nothing that JSON would have to escape.
    func write(to buffer: inout ByteBuffer) {
        let body = "{\"error\":{\"code\":\(code),\"message\":\"\(message)\"}}"
        buffer.writeString("HTTP/1.1 \(code) \(reasonPhrase)\r\n")
        buffer.writeString("Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n")
        buffer.writeString("Connection: close\r\n\r\n\(body)")
    }
}
