/// A field of a sign-in form, as `fields.mustache` shows it.
package struct FieldView: Sendable {
    let name: String
    let label: String
    let type: String
    let value: String
    let autocomplete: String
    let isNumeric: Bool
    let isRequired: Bool
    let isWrong: Bool
    let isFocused: Bool

    /// The fields of one form. The one that `complaint` is about has the focus, without one the first.
    ///
    /// - Parameter typed: what the fields show; never that of a secret one.
    package static func all(
        _ fields: [SignInField], complaint: FormComplaint?, typed: (SignInField) -> String
    ) -> [FieldView] {
        let focused = complaint?.field ?? fields.first?.name
        return fields.map { field in
            FieldView(
                field, typed: typed(field), isWrong: field.name == complaint?.field, isFocused: field.name == focused)
        }
    }

    private init(_ field: SignInField, typed: String, isWrong: Bool, isFocused: Bool) {
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
