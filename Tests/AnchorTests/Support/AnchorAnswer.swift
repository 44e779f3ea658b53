import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// What a client sees of an answer, and the reason beside it.
struct AnchorAnswer {
    let reply: Reply

    var status: Int { reply.status.code }
    var reason: String? { reply.reason?.code }
    var text: String { String(buffer: reply.body) }
    var json: JSONValue { (try? JSONParser.parse(reply.body.readableBytesView)) ?? .null }
    var message: String? { self["error.message"]?.string }
    var id: String { self["id"]?.string ?? "" }

    /// The names of the top-level members in the order in which they were written.
    var memberNames: [String] {
        var names: [String] = []
        var depth = 0
        var parts = text[...]
        while let character = parts.popFirst() {
            switch character {
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            case "\"":
                let string = parts.prefix { $0 != "\"" }
                parts = parts.dropFirst(string.count + 1)
                if depth == 1, parts.first == ":" { names.append(String(string)) }
            default: break
            }
        }
        return names
    }

    subscript(path: String) -> JSONValue? { json[path: path] }
}
