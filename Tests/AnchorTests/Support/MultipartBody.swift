/// A form with files, as clients send one.
enum MultipartBody {
    static let contentType = "multipart/form-data; boundary=----x"

    /// A form with texts, and with a file if there is one.
    static func form(_ texts: [String: String], _ file: [UInt8]?, named name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for (field, text) in texts.sorted(by: { $0.key < $1.key }) {
            bytes += "------x\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(text)\r\n".utf8
        }
        if let file {
            bytes += "------x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n".utf8
            bytes += "Content-Type: application/octet-stream\r\n\r\n".utf8 + file + "\r\n".utf8
        }
        return bytes + "------x--\r\n".utf8
    }

    /// A form with one file in it.
    static func file(_ content: String, part: String = "file", named name: String = "a.txt") -> String {
        "------x\r\nContent-Disposition: form-data; name=\"\(part)\"; filename=\"\(name)\"\r\n"
            + "Content-Type: text/plain\r\n\r\n\(content)\r\n------x--\r\n"
    }

    /// A form with plain fields before its file.
    static func form(
        _ fields: [String: String], file content: String, named name: String = "a.txt", type: String = "text/plain"
    ) -> String {
        let plain = fields.sorted { $0.key < $1.key }.map { field in
            "------x\r\nContent-Disposition: form-data; name=\"\(field.key)\"\r\n\r\n\(field.value)\r\n"
        }
        return plain.joined()
            + "------x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
            + "Content-Type: \(type)\r\n\r\n\(content)\r\n------x--\r\n"
    }
}
