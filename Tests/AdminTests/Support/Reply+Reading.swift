import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

extension Reply {
    /// The body as text.
    var text: String { String(buffer: body) }

    /// The body as JSON; `null` if it is not JSON.
    var value: JSONValue { (try? JSONParser.parse(text)) ?? .null }

    /// The value at a dotted path of the body.
    subscript(path: String) -> JSONValue? { value[path: path] }

    /// The complaints of a refusal.
    var complaints: [String] { self["error.complaints"]?.array?.compactMap(\.string) ?? [] }
}
