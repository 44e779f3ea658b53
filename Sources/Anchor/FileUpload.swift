import Kernel
import KernelHTTP
import NIOCore

/// A form that brings one file and what is said of it, as certificates and extensions are uploaded (anchor.md 12.12, 12.13).
struct FileUpload {
    private let form: MultipartForm
    /// Whether what is missing or wrong is a complaint.
    let reading: FieldReading

    /// The form of a request. Where bodies are taken as they come, one that cannot be read throws all the same: there is no file
    /// in it.
    init(_ call: AnchorCall) throws(FieldComplaint) {
        call.exchange.noteFile()
        form = try MultipartForm(call.exchange.body, contentType: call.exchange.header("Content-Type"))
        reading = call.store.policies.reading
    }

    /// The text of a field; nil if there is none.
    func text(_ name: String) throws(FieldComplaint) -> String? {
        guard let part = try part(name) else { return nil }
        if let text = String(validating: part.content.readableBytesView, as: UTF8.self) { return text }
        if reading == .lenient { return nil }
        throw FieldComplaint(field: name, problem: "must be text in UTF-8")
    }

    /// The name that something is to have; empty if there is none where bodies are taken as they come.
    ///
    /// - Parameters:
    ///   - isAllowed: whether a character may be in it.
    ///   - words: what may, in words.
    func name(
        of allowed: String = "", where isAllowed: (Unicode.Scalar) -> Bool = { _ in true }
    ) throws(FieldComplaint) -> String {
        let name = try text("name") ?? ""
        guard reading == .strict else { return name }
        // Scalars, as JSON Schema counts.
        guard (1...255).contains(name.unicodeScalars.count) else {
            throw FieldComplaint(
                field: "name", problem: name.isEmpty ? "is required" : "must not be longer than 255 characters")
        }
        guard name.unicodeScalars.allSatisfy(isAllowed) else {
            throw FieldComplaint(field: "name", problem: "must be of \(allowed) only")
        }
        return name
    }

    /// The file, with the name that the client's machine has for it.
    ///
    /// - Parameter limit: in bytes.
    func file(ofAtMost limit: Int) throws(FieldComplaint) -> (name: String, bytes: [UInt8]) {
        guard let part = try part("file") else {
            if reading == .lenient { return ("", []) }
            throw FieldComplaint(field: "file", problem: "is required")
        }
        guard part.content.readableBytes <= limit else {
            throw FieldComplaint(field: "file", problem: "must not have more than \(limit) bytes")
        }
        return (part.fileName ?? "", Array(part.content.readableBytesView))
    }

    private func part(_ name: String) throws(FieldComplaint) -> MultipartForm.Part? {
        let parts = form.parts.filter { $0.name == name }
        guard parts.count <= 1 || reading == .lenient else {
            throw FieldComplaint(field: name, problem: "must be there once, not \(parts.count) times")
        }
        return parts.first
    }
}
