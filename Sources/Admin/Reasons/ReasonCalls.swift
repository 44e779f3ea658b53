import HTTPTypes
import Kernel
import KernelHTTP

/// `/faq` and `/faq/{reason}`: a page for a person, JSON for a program.
enum ReasonCalls {
    @Sendable static func list(_ call: ControlCall) -> Reply {
        guard call.prefersPage else { return .json(.ok, ReasonList(reasons: ReasonCatalogue.entries)) }
        let rows = ReasonCatalogue.entries.map { entry in
            ["<a href=\"/_drydock/faq/\(entry.code)\"><code>\(entry.code)</code></a>", HTMLText.escape(entry.symptom)]
        }
        let table = HTMLTable(caption: "Why Drydock answers as it does", columns: ["Reason", "Symptom"], rows: rows)
        return ControlPage(title: "Reasons", content: table.html).reply()
    }

    @Sendable static func read(_ call: ControlCall) throws -> Reply {
        let code = call.parameter("reason")
        guard let entry = ReasonCatalogue.entry(code) else {
            var message = "There is no reason \(code)"
            if let meant = TextSuggestion.nearest(to: code, among: ReasonCatalogue.codes) {
                message += "; did you mean \(meant)?"
            }
            throw ControlRefusal(.notFound, message, code: "reason.unknown")
        }
        guard call.prefersPage else { return .json(.ok, entry) }
        let content = """
            <dl>
            <dt>Symptom</dt><dd>\(HTMLText.escape(entry.symptom))</dd>
            <dt>Cause</dt><dd>\(HTMLText.escape(entry.cause))</dd>
            <dt>Fix</dt><dd>\(HTMLText.escape(entry.fix))</dd>
            </dl>
            <p><a href="/_drydock/faq">All reasons</a></p>
            """
        return ControlPage(title: entry.code, content: content).reply()
    }
}
