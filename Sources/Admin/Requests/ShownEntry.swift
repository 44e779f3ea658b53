import HTTPTypes
import Kernel
import KernelHTTP

/// An exchange as `/requests` shows it.
struct ShownEntry: JSONWritable {
    private let entry: JournalEntry
    private let mask: SecretMask
    private let nearest: Nearest?
    private let longestBody: Int

    /// - Parameters:
    ///   - nearest: what the request came closest to, if that was asked for.
    ///   - longestBody: the most bytes of a body that is shown; a longer one is left out.
    init(_ entry: JournalEntry, mask: SecretMask, nearest: Nearest? = nil, longestBody: Int = .max) {
        self.entry = entry
        self.mask = mask
        self.nearest = nearest
        self.longestBody = longestBody
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("number", entry.number)
            json.member("direction", entry.direction.rawValue)
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
        if entry.direction == .outgoing { json.member("url", mask.text(entry.url)) }
        json.member("path", mask.text(entry.request.path ?? "/"))
        json.member("headers", ShownHeaders(headers, mask: mask))
        MaskedBody(entry.requestBody, mask: mask, longest: longestBody).write(to: &json)
    }

    private func writeResponse(_ json: inout JSONWriter) {
        json.member("status", entry.response.status.code)
        json.member("reasonPhrase", entry.response.status.reasonPhrase)
        json.member("headers", ShownHeaders(entry.response.headerFields, mask: mask))
        MaskedBody(entry.responseBody, mask: mask, longest: longestBody).write(to: &json)
    }
}

/// Headers as an object: names as they came, several values of one name joined with a comma.
private struct ShownHeaders: JSONWritable {
    private let fields: HTTPFields
    private let mask: SecretMask

    init(_ fields: HTTPFields, mask: SecretMask) {
        self.fields = fields
        self.mask = mask
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            var written: Set<HTTPField.Name> = []
            for field in fields where written.insert(field.name).inserted {
                let values = fields[values: field.name].map { mask.header(field.name.canonicalName, $0) }
                json.member(named: field.name.rawName, values.joined(separator: ", "))
            }
        }
    }
}

extension MaskedBody {
    /// Writes the members `body` and `encoding` into an open object.
    ///
    /// JSON is shown as the value that it is, other text as a string, anything else in base64; `encoding` says which. Both are
    /// null if there was no body. Of a body that is too long to be shown, `body` is null and `encoding` is `omitted`.
    fileprivate func write(to json: inout JSONWriter) {
        switch self {
        case .empty:
            json.member("body", JSONValue.null)
            json.member("encoding", JSONValue.null)
        case .tooLong:
            json.member("body", JSONValue.null)
            json.member("encoding", "omitted")
        case .json(let value):
            json.member("body", value)
            json.member("encoding", "json")
        case .text(let text):
            json.member("body", text)
            json.member("encoding", "text")
        case .bytes(let bytes):
            json.member("body", Base64.encode(bytes))
            json.member("encoding", "base64")
        }
    }
}

/// Why an answer is what it is, as `/requests` shows it.
struct ShownReason: JSONWritable {
    private let reason: Reason
    private let mask: SecretMask

    init(_ reason: Reason, mask: SecretMask) {
        self.reason = reason
        self.mask = mask
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", reason.code)
            json.member("detail", mask.text(reason.detail))
        }
    }
}

/// RFC 4648, section 4, with padding. Ours, because the standard library has none and Foundation stays out.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var group: [UInt8] = []
        for byte in bytes {
            group.append(byte)
            if group.count == 3 {
                append(group, to: &text)
                group.removeAll(keepingCapacity: true)
            }
        }
        if !group.isEmpty { append(group, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ group: [UInt8], to text: inout [UInt8]) {
        var bits = 0
        for position in 0..<3 { bits = bits << 8 | (position < group.count ? Int(group[position]) : 0) }
        for position in 0..<4 {
            let letter = alphabet[bits >> (18 - 6 * position) & 63]
            text.append(position <= group.count ? letter : UInt8(ascii: "="))
        }
    }
}
