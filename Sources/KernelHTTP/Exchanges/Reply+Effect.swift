import HTTPTypes
package import Kernel
import NIOCore

extension Reply {
    /// The answer that a rule gives by hand. Headers that HTTP does not allow are left out.
    package init(_ effect: ReplyEffect, rule: String) {
        let status =
            effect.reason.map { HTTPResponse.Status(code: effect.status, reasonPhrase: $0) } ?? .standard(effect.status)
        self.init(status, reason: Reason("rule.replied", "Rule \(rule) answered."))
        switch effect.body {
        case nil: break
        case .string(let text):
            headers[.contentType] = "text/plain; charset=utf-8"
            body = ByteBuffer(string: text)
        case .some(let value):
            headers[.contentType] = "application/json; charset=utf-8"
            body = ByteBuffer(bytes: JSONWriter.bytes(value))
        }
        for (name, value) in effect.headers ?? [:] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
    }
}
