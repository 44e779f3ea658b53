/// A failure, or a question, that a vendor documents: what it looks like, why it happens, what mends it, how to see it here.
struct FAQEntry: Sendable {
    /// What it is found by: `drydock faq ID`, `GET /_drydock/faq/{id}`.
    let id: String
    let vendor: FAQVendor
    /// In one line, for lists.
    let title: String
    /// The exact text that a client shows, or the question of the vendor's FAQ.
    let symptom: String
    let cause: String
    let fix: String
    /// Where the vendor's fact is collected, as `anon.md 2.9`.
    let source: String
    /// The scenario that a world needs to show it; nil where `default` is enough.
    let scenario: String?
    /// The codes that `X-Drydock-Reason` has when it happens.
    let reasons: [String]
    /// Shell commands that show it with a server on <http://127.0.0.1:4010>.
    let recipe: String

    /// An entry whose recipe begins by loading its scenario.
    init(
        _ id: String, _ vendor: FAQVendor, title: String, symptom: String, cause: String, fix: String, source: String,
        scenario: String? = nil, reasons: [String] = [], recipe: FAQRecipe
    ) {
        self.id = id
        self.vendor = vendor
        self.title = title
        self.symptom = symptom
        self.cause = cause
        self.fix = fix
        self.source = source
        self.scenario = scenario
        self.reasons = reasons
        self.recipe = recipe.text(scenario: scenario)
    }
}
