import HTTPTypes
import Kernel
import KernelHTTP

/// An exchange as `/requests` shows it.
struct ShownEntry: JSONWritable {
    private let entry: JournalEntry
    private let mask: SecretMask
    private let nearest: Nearest?

    /// - Parameter nearest: what the request came closest to, where that was looked for.
    init(_ entry: JournalEntry, mask: SecretMask, nearest: Nearest? = nil) {
        self.entry = entry
        self.mask = mask
        self.nearest = nearest
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("number", entry.number)
            json.member("at", entry.receivedAt)
            json.member("operation", entry.operation)
            json.member("rule", entry.rule)
            json.member("reason", entry.reason.map { ShownReason($0, mask: mask) })
            if let connection = entry.connection { json.member("connection", connection) }
            if let nearest { json.member("nearest", nearest) }
            json.member("request", object: writeRequest)
            json.member("response", object: writeResponse)
        }
    }

    private func writeRequest(_ json: inout JSONWriter) {
        var headers = entry.request.headerFields
        if let authority = entry.request.authority, let host = HTTPField.Name("Host") { headers[host] = authority }
        json.member("method", entry.request.method.rawValue)
        json.member("path", mask.text(entry.request.path ?? "/"))
        json.member("headers", ShownHeaders(headers, mask: mask))
        ShownBody(entry.requestBody, mask: mask).write(to: &json)
    }

    private func writeResponse(_ json: inout JSONWriter) {
        json.member("status", entry.response.status.code)
        json.member("reasonPhrase", entry.response.status.reasonPhrase)
        json.member("headers", ShownHeaders(entry.response.headerFields, mask: mask))
        ShownBody(entry.responseBody, mask: mask).write(to: &json)
    }
}
