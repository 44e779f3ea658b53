/// An answer by hand: whatever the test wants the client to see.
public struct ReplyEffect: Codable, Hashable, Sendable {
    /// The status code, 200 to 599.
    public var status: Int
    /// The reason phrase, if not the usual one.
    public var reason: String?
    /// Headers by name.
    public var headers: [String: String]?
    /// The body: a string goes out as it is, anything else as JSON.
    public var body: JSONValue?

    /// An answer of these parts.
    public init(
        status: Int, reason: String? = nil, headers: [String: String]? = nil, body: JSONValue? = nil
    ) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
    }

    /// What is wrong with it although its form is right, with paths from itself on: what HTTP does not allow.
    func complaints() -> [SectionComplaint] {
        var complaints: [SectionComplaint] = []
        if let reason, !HeaderText.isValue(reason) {
            complaints.append(SectionComplaint(path: ["reason"], problem: "`reason` is not a reason phrase"))
        }
        for (name, value) in (headers ?? [:]).sorted(by: { $0.key < $1.key }) {
            if !HeaderText.isName(name) {
                complaints.append(
                    SectionComplaint(path: ["headers", name], problem: "`\(name)` is not a header's name"))
            } else if !HeaderText.isValue(value) {
                complaints.append(
                    SectionComplaint(path: ["headers", name], problem: "`\(name)` is not a header's value"))
            } else if HeaderText.framing.contains(name.lowercased()) {
                complaints.append(
                    SectionComplaint(
                        path: ["headers", name],
                        problem: "`\(name)` is written by the server; `connection: truncate` ends a body too early"))
            }
        }
        return complaints
    }
}

extension ReplyEffect: JSONWritable {
    /// As a scenario file has it.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", status)
            if let reason { json.member("reason", reason) }
            if let headers { json.member("headers", JSONObject(headers.map { ($0.key, .string($0.value)) })) }
            if let body { json.member("body", body) }
        }
    }
}

extension ReplyEffect: ObjectDescribed {
    /// What the keys are for.
    public static var objectDescription: ObjectDescription {
        ObjectDescription([
            "status": FieldDescription("The status code.", range: 200...599),
            "reason": "The reason phrase, if not the usual one.",
            "headers": "Headers by name.",
            "body": "A text goes out as it is, anything else as JSON.",
        ])
    }
}

/// What HTTP allows in a header (RFC 9110 5.1, 5.5).
enum HeaderText {
    /// The headers that tell where a body ends: whoever writes the body writes them.
    static let framing: Set<String> = ["content-length", "transfer-encoding", "connection"]

    /// Whether the text is a token.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether the text has no control characters but tabs, and no blanks about it.
    static func isValue(_ text: String) -> Bool {
        let bytes = text.utf8
        let blanks: [UInt8?] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        guard !blanks.contains(bytes.first), !blanks.contains(bytes.last) else { return false }
        return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
    }
}
