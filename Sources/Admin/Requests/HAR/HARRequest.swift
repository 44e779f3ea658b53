import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// The request of an exchange in an HTTP Archive.
struct HARRequest: JSONWritable {
    let entry: JournalEntry
    let mask: SecretMask

    func write(to json: inout JSONWriter) {
        let head = entry.request
        var headers = HARHeaders(head.headerFields, mask: mask)
        if let authority = head.authority { headers.append("Host", authority) }
        json.object { json in
            json.member("method", head.method.rawValue)
            json.member("url", mask.text(url))
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

    /// A CONNECT has no path, and a proxy is asked for whole URLs.
    private var url: String {
        guard !target.contains("://") || target.hasPrefix("/") else { return target }
        return "\(entry.request.scheme ?? "http")://\(entry.request.authority ?? "localhost")\(target)"
    }

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
