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

    /// Stands for the answer that there is none, because a rule took the connection away before the operation ran. The
    /// journal shows it as 444, as some proxies do; no client does.
    static func withheld(_ connection: ConnectionEffect, rule: String) -> Reply {
        var reply = Reply(
            HTTPResponse.Status(code: 444, reasonPhrase: "No Response"),
            reason: Reason("rule.connection", "Rule \(rule) took the connection away; the operation did not run."))
        reply.connection = connection
        return reply
    }

    /// Stands for the answer to a client that did not wait for the end of a rule's delay; 499 in the journal.
    static func abandoned(rule: String) -> Reply {
        var reply = Reply(
            HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"),
            reason: Reason(
                "rule.delayEnded", "The client hung up, or the server stopped, before rule \(rule)'s delay was over."))
        reply.connection = .close
        return reply
    }
}
