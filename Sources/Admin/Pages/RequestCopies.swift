import HTTPTypes
import Kernel
import KernelHTTP

/// A request in forms that can be taken elsewhere: as a command, as a test, as a rule that answers it so again.
struct RequestCopies {
    private static let longestBody = 16 * 1024
    /// What a client adds by itself, or what belongs to one connection.
    private static let leftOut: Set<String> = [
        "host", "content-length", "connection", "accept-encoding", "user-agent", "accept", "transfer-encoding",
        "expect",
    ]

    private let entry: JournalEntry
    private let mask: SecretMask

    /// The forms of this exchange's request. Secrets are hidden as `mask` says.
    init(_ entry: JournalEntry, mask: SecretMask) {
        self.entry = entry
        self.mask = mask
    }

    /// The forms, each with a button that copies it.
    var markup: Markup {
        """
        <section aria-labelledby="copies"><h2 id="copies">Have it again</h2>
        \(copy("curl", "As curl", curl))\(copy("pytest", "As pytest", pytest))\(copy("rule", "As a rule", rule))
        \(hint)</section>
        """
    }

    private var hint: Markup {
        guard mask == .masking else { return .empty }
        return """
            <p class="quiet">Secrets are hidden: put your own in place of <code>***</code>, or add
            <code>secrets=shown</code> to this page's address.</p>
            """
    }

    private func copy(_ id: String, _ words: String, _ text: String) -> Markup {
        """
        <details><summary>\(words)</summary>
        <div class="wide" role="region" aria-label="\(words)" tabindex="0"><pre><code id="copy-\(id)">\(text)</code></pre></div>
        <p class="more"><button type="button" class="quiet-button" data-copy="copy-\(id)">Copy</button></p></details>
        """
    }

    // MARK: Forms

    private var url: String { mask.text(entry.url) }

    private var headers: [(name: String, value: String)] {
        entry.request.headerFields.filter { !Self.leftOut.contains($0.name.canonicalName) }.map {
            ($0.name.rawName, mask.header($0.name.canonicalName, $0.value))
        }
    }

    /// The body as text; nil if there is none that can stand in one.
    private var body: String? {
        switch MaskedBody(entry.requestBody, mask: mask, longest: Self.longestBody) {
        case .json(let value): JSONWriter.text(value)
        case .text(let text): text
        case .empty, .bytes, .tooLong: nil
        }
    }

    /// For a shell of the Bourne family.
    var curl: String {
        var lines = ["curl -i -X \(entry.request.method.rawValue) \(Self.quoted(url))"]
        lines += headers.map { "-H \(Self.quoted("\($0.name): \($0.value)"))" }
        if let body { lines.append("--data-binary \(Self.quoted(body))") }
        return lines.joined(separator: " \\\n  ")
    }

    /// A test with `httpx` that asks the same and expects the same status.
    var pytest: String {
        let headers = headers.map { "            \(Self.literal($0.name)): \(Self.literal($0.value)),\n" }.joined()
        let content = body.map { "        content=\(Self.literal($0)),\n" } ?? ""
        return """
            import httpx


            def test_request_\(entry.number)():
                answer = httpx.request(
                    \(Self.literal(entry.request.method.rawValue)),
                    \(Self.literal(url)),
                    headers={
            \(headers)        },
            \(content)    )
                assert answer.status_code == \(entry.response.status.code), answer.text
            """
    }

    /// A rule that answers the operation once more as it was answered here.
    var rule: String {
        var lines: [String] = []
        if let operation = entry.operation {
            lines.append("on: \(operation)")
        } else {
            let path = String(mask.text(entry.request.path ?? "/").prefix { $0 != "?" })
            lines.append("when: {path: \(JSONWriter.text(path))}")
        }
        lines += ["times: 1", "effect:", "  reply:", "    status: \(entry.response.status.code)"]
        if case .json(let value) = MaskedBody(entry.responseBody, mask: mask, longest: Self.longestBody) {
            lines.append("    body: \(JSONWriter.text(value))")
        }
        return lines.joined(separator: "\n")
    }

    /// In single quotes, within which a shell leaves everything alone but their like.
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A string literal of Python; JSON's are a part of them, but for what is beyond the first plane, which is left as it is.
    private static func literal(_ text: String) -> String { JSONWriter.text(text) }
}
