import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// A body that is a document: YAML, or JSON where the type says so.
enum DocumentText {
    /// The text of the body. Throws where it is not UTF-8, or not the JSON that its type says it is.
    static func read(_ call: ControlCall) throws -> String {
        guard let text = String(validating: call.exchange.body.readableBytesView, as: UTF8.self) else {
            throw ControlRefusal(.badRequest, "The body is not UTF-8", code: "body.notUTF8")
        }
        let type = call.exchange.head.headerFields[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        if type.hasSuffix("json"), text.contains(where: { !$0.isWhitespace }) { _ = try JSONParser.parse(text) }
        return text
    }
}
