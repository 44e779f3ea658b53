import Kernel

/// A cookie that an answer set, in an HTTP Archive.
struct HARCookie: JSONWritable {
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
