import Admin

/// The vendors' documented failures, for the command line.
extension Drydock {
    /// All entries, grouped by vendor, one line each.
    package static var faq: String { FAQText.list }

    /// Anon's entries as the Markdown table that the README has.
    package static var faqMarkdown: String { FAQText.markdown }

    /// An entry by its id, or the reason of a refusal by its code. Throws where there is neither, with a suggestion.
    package static func faq(_ id: String) throws(StartRefusal) -> String {
        guard let text = FAQText.entry(id) else { throw StartRefusal(FAQText.complaint(about: id)) }
        return text
    }
}
