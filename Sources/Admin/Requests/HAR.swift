import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// A journal as an HTTP Archive, version 1.2, which browsers' tools and proxies open.
///
/// What only Drydock knows is in `_drydock` of each entry. Times are the world's; how long an answer took in real time is not
/// kept, so durations are 0.
struct HARLog {
    /// The exchanges, which are unpacked one by one as they are shown.
    let entries: Slice<JournalEntries>
    let world: WorldName
    /// Drydock's version.
    let version: String
    let mask: SecretMask

    /// The archive as an answer, made entry by entry if it is long.
    func reply() async throws(CancellationError) -> Reply {
        let head = JSONWriter.text(HARHead(version: version)).dropLast()
        return try await .json(
            before: "{\"log\":\(head),\"entries\":[",
            elements: entries.indices.map { index in
                { @Sendable in JSONWriter.bytes(HAREntry(entry: entries[index], world: world, mask: mask)) }
            }, after: "]}}")
    }
}

/// What stands in an HTTP Archive before the entries.
private struct HARHead: JSONWritable {
    let version: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("version", "1.2")
            json.member(
                "creator",
                object: { json in
                    json.member("name", "Drydock")
                    json.member("version", version)
                })
            json.member("pages", [String]())
        }
    }
}

/// One exchange in an HTTP Archive.
private struct HAREntry: JSONWritable {
    let entry: JournalEntry
    let world: WorldName
    let mask: SecretMask

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("startedDateTime", entry.receivedAt)
            json.member("time", 0)
            json.member("request", HARRequest(entry: entry, mask: mask))
            json.member("response", HARResponse(entry: entry, mask: mask))
            json.member("cache", object: { _ in })
            json.member(
                "timings",
                object: { json in
                    json.member("send", 0)
                    json.member("wait", 0)
                    json.member("receive", 0)
                })
            json.member("_drydock", object: writeDiagnosis)
        }
    }

    private func writeDiagnosis(_ json: inout JSONWriter) {
        json.member("world", world.description)
        json.member("number", entry.number)
        json.member("direction", entry.direction.rawValue)
        json.member("operation", entry.operation)
        json.member("rule", entry.rule)
        json.member("connection", entry.connection)
        json.member("reason", entry.reason.map { ShownReason($0, mask: mask) })
    }
}

/// The request of an exchange in an HTTP Archive.
private struct HARRequest: JSONWritable {
    let entry: JournalEntry
    let mask: SecretMask

    func write(to json: inout JSONWriter) {
        let head = entry.request
        var headers = HARHeaders(head.headerFields, mask: mask)
        if let authority = head.authority { headers.append("Host", authority) }
        json.object { json in
            json.member("method", head.method.rawValue)
            json.member("url", mask.text(entry.url))
            json.member("httpVersion", "HTTP/1.1")
            json.member("cookies", cookies)
            json.member("headers", headers)
            json.member("queryString", query)
            if entry.requestBody.readableBytes > 0 { json.member("postData", object: writeBody) }
            json.member("headersSize", -1)
            json.member("bodySize", entry.requestBody.readableBytes)
        }
    }

    private var target: String { entry.request.path ?? "" }

    private var query: [HARPair] {
        guard let mark = target.firstIndex(of: "?") else { return [] }
        return pairs(NamedValues(urlEncoded: target[target.index(after: mark)...]))
    }

    private var cookies: [HARPair] {
        entry.request.headerFields[values: .cookie].flatMap { NamedValues(cookies: mask.header("cookie", $0)).pairs }
            .map { HARPair(name: $0.name, value: $0.value) }
    }

    private func pairs(_ values: NamedValues) -> [HARPair] {
        values.pairs.map { HARPair(name: $0.name, value: mask.value($0.value, named: $0.name)) }
    }

    /// Either `params` or `text`, never both.
    private func writeBody(_ json: inout JSONWriter) {
        let type = entry.request.headerFields[.contentType] ?? ""
        json.member("mimeType", type)
        if type.hasPrefix("application/x-www-form-urlencoded") {
            json.member("params", pairs(NamedValues(urlEncoded: String(buffer: entry.requestBody))))
            return
        }
        let body = HARBody(entry.requestBody, mask: mask)
        json.member("text", body.text)
        if body.isBase64 { json.member("_encoding", "base64") }
    }
}

/// The answer of an exchange in an HTTP Archive.
private struct HARResponse: JSONWritable {
    let entry: JournalEntry
    let mask: SecretMask

    func write(to json: inout JSONWriter) {
        let head = entry.response
        json.object { json in
            json.member("status", head.status.code)
            json.member("statusText", head.status.reasonPhrase)
            json.member("httpVersion", "HTTP/1.1")
            json.member(
                "cookies", head.headerFields[values: .setCookie].map { HARCookie(mask.header("set-cookie", $0)) })
            json.member("headers", HARHeaders(head.headerFields, mask: mask))
            json.member("content", object: writeContent)
            json.member("redirectURL", mask.text(head.headerFields[.location] ?? ""))
            json.member("headersSize", -1)
            json.member("bodySize", entry.responseBody.readableBytes)
        }
    }

    private func writeContent(_ json: inout JSONWriter) {
        json.member("size", entry.responseBody.readableBytes)
        json.member("mimeType", entry.response.headerFields[.contentType] ?? "")
        guard entry.responseBody.readableBytes > 0 else { return }
        let body = HARBody(entry.responseBody, mask: mask)
        json.member("text", body.text)
        if body.isBase64 { json.member("encoding", "base64") }
    }
}

/// Headers in an HTTP Archive: each field for itself, in order.
private struct HARHeaders: JSONWritable {
    private var pairs: [HARPair]

    init(_ fields: HTTPFields, mask: SecretMask) {
        pairs = fields.map { field in
            HARPair(name: field.name.rawName, value: mask.header(field.name.canonicalName, field.value))
        }
    }

    mutating func append(_ name: String, _ value: String) {
        pairs.append(HARPair(name: name, value: value))
    }

    func write(to json: inout JSONWriter) { pairs.write(to: &json) }
}

/// A cookie that an answer set, in an HTTP Archive.
private struct HARCookie: JSONWritable {
    private let parts: [(name: String, value: String)]

    /// Reads the value of a `Set-Cookie` header.
    init(_ header: String) {
        parts = header.split(separator: ";").map { part in
            let sides = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(sides[0]), sides.count == 2 ? String(sides[1]) : "")
        }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", parts.first?.name ?? "")
            json.member("value", parts.first?.value ?? "")
            if let path = attribute("path") { json.member("path", path) }
            if let domain = attribute("domain") { json.member("domain", domain) }
            json.member("httpOnly", attribute("httponly") != nil)
            json.member("secure", attribute("secure") != nil)
        }
    }

    private func attribute(_ name: String) -> String? {
        parts.dropFirst().first { $0.name.lowercased() == name }?.value
    }
}

/// A body in an HTTP Archive: text, or base64 if it is not text.
private struct HARBody {
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

/// A name and a value, as headers, queries, forms and cookies are listed in an HTTP Archive.
private struct HARPair: JSONWritable {
    let name: String
    let value: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("value", value)
        }
    }
}
