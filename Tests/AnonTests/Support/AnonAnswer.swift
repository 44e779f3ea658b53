import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// What a client sees of an answer, and the reason beside it.
struct AnonAnswer {
    let reply: Reply

    var status: Int { reply.status.code }
    /// What Node's `fetch` shows as `statusText`.
    var phrase: String { reply.status.reasonPhrase }
    var reason: String? { reply.reason?.code }
    var detail: String { reply.reason?.detail ?? "" }
    var text: String { String(buffer: reply.body) }
    var json: JSONValue { (try? JSONParser.parse(reply.body.readableBytesView)) ?? .null }
    /// The services' `{"error": …}`.
    var error: String? { self["error"]?.string }
    /// The gateway's `{"message": …}`.
    var message: String? { self["message"]?.string }
    var id: String { self["id"]?.string ?? "" }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { reply.headers[$0] } }

    subscript(path: String) -> JSONValue? { json[path: path] }
}
