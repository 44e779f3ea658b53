/// Whose documented failure an FAQ entry is about; the lists are grouped by it.
enum FAQVendor: String, CaseIterable, Sendable {
    case anon, anchor
}
