/// Something to do about a refusal, with the command that does it.
package struct Advice: Sendable {
    let text: String
    let command: String?

    /// Advice in words, and the command where there is one.
    package init(text: String, command: String? = nil) {
        self.text = text
        self.command = command
    }
}
