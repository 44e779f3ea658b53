import Kernel

/// One difference between a request and what was wanted, in words and without secrets.
struct ShownMismatch {
    /// For example `body.identities.0.id`.
    let field: String
    /// For example `"1c2d"` or `something that contains "1c2d"`.
    let wanted: String
    /// For example `"9f"` or `nothing`.
    let got: String

    init(field: String, wanted: String, got: String) {
        self.field = field
        self.wanted = wanted
        self.got = got
    }

    init(_ mismatch: RequestMismatch, mask: SecretMask) {
        field = mismatch.field
        wanted = Self.words(mismatch.wanted) { Self.text($0, of: mismatch, mask) }
        got = mismatch.got.map { Self.text($0, of: mismatch, mask) } ?? "nothing"
    }

    /// For example `body.identities.0.id: wanted "1c2d", got "9f"`.
    var words: String { "\(field): wanted \(wanted), got \(got)" }

    /// What a matcher wants, in words.
    private static func words(_ matcher: Matcher, text: (JSONValue) -> String) -> String {
        switch matcher {
        case .equals(let value): text(value)
        case .contains(let part): "something that contains \(text(.string(part)))"
        case .matches(let pattern): "something that matches \(text(.string(pattern.source)))"
        case .present: "anything"
        case .absent: "nothing"
        }
    }

    private static func text(_ value: JSONValue, of mismatch: RequestMismatch, _ mask: SecretMask) -> String {
        text(value, part: mismatch.part, name: mismatch.name, mask)
    }

    /// A value as it may be shown under this name, cut to the length of a line.
    static func text(
        _ value: JSONValue, part: RequestMismatch.Part, name: String, _ mask: SecretMask
    ) -> String {
        let masked: JSONValue =
            switch (part, value) {
            case (.header, .string(let text)): .string(mask.header(name.lowercased(), text))
            case (.body, _): mask.json(value, named: name.split(separator: ".").last.map(String.init) ?? "")
            case (.query, .string(let text)), (.path, .string(let text)): .string(mask.value(text, named: name))
            default: mask.json(value)
            }
        let text = JSONWriter.text(masked)
        // Not counted as a whole: it may be a body of megabytes.
        let shown = text.prefix(longest)
        return shown.endIndex < text.endIndex ? "\(shown)…" : text
    }

    private static let longest = 160
}

extension ShownMismatch: JSONWritable {
    /// `{field, wanted, got}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("field", field)
            json.member("wanted", wanted)
            json.member("got", got)
        }
    }
}
