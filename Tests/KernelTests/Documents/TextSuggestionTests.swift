import Kernel
import Testing

@Suite("TextSuggestion")
struct TextSuggestionTests {
    @Test(
        "the nearest word is suggested if it is near enough",
        arguments: [
            ("aplications", "applications"), ("Identities", "identities"), ("polices", "policies"), ("xyz", nil),
            ("identites", "identities"), ("applicatoins", "applications"),
        ])
    func suggestions(word: String, suggestion: String?) {
        #expect(TextSuggestion.nearest(to: word, among: ["applications", "identities", "policies"]) == suggestion)
    }
}
