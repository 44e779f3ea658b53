import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

extension Reply {
    /// The body as text, whole or in parts.
    var text: String {
        guard let parts else { return String(buffer: body) }
        return (0..<parts.count).map { String(buffer: parts.bytes(at: $0)) }.joined()
    }

    /// The body as JSON; `null` if it is not JSON.
    var value: JSONValue { (try? JSONParser.parse(text)) ?? .null }

    /// The value at a dotted path of the body.
    subscript(path: String) -> JSONValue? { value[path: path] }

    /// The complaints of a refusal.
    var complaints: [String] { self["error.complaints"]?.array?.compactMap(\.string) ?? [] }
}
