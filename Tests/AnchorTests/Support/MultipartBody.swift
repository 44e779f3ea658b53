/// A form with files, as clients send one.
enum MultipartBody {
    static let contentType = "multipart/form-data; boundary=----x"

    /// A form with one file in it.
    static func file(_ content: String, part: String = "file", named name: String = "a.txt") -> String {
        "------x\r\nContent-Disposition: form-data; name=\"\(part)\"; filename=\"\(name)\"\r\n"
            + "Content-Type: text/plain\r\n\r\n\(content)\r\n------x--\r\n"
    }
}
