/// A field of a sign-in form, as `ask.mustache` shows it.
struct FieldView: Sendable {
    let name: String
    let label: String
    let type: String
    let value: String
    let autocomplete: String
    let isNumeric: Bool
    let isRequired: Bool
    let isWrong: Bool
    let isFocused: Bool

    /// - Parameter typed: what the field shows; never that of a secret one.
    init(_ field: SignInField, typed: String, isWrong: Bool, isFocused: Bool) {
        name = field.name
        label = field.label
        type = field.kind == .password || field.kind == .secret ? "password" : "text"
        value = field.isSecret ? "" : typed
        // Browsers are not to offer what they know: it would be real.
        autocomplete = field.kind == .code ? "one-time-code" : field.kind == .password ? "new-password" : "off"
        isNumeric = field.kind == .code
        isRequired = field.isRequired
        self.isWrong = isWrong
        self.isFocused = isFocused
    }
}
