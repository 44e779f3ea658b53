import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// The answer of an exchange in an HTTP Archive.
struct HARResponse: JSONWritable {
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
