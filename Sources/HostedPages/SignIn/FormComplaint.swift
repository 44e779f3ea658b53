package import Kernel

/// Why a hosted page shows a step again.
package struct FormComplaint: Sendable, Equatable {
    /// What the user reads.
    package let text: String
    /// The `SignInField.name` that it is about; nil where it is about none.
    package let field: String?
    /// What a program reads.
    package let code: String

    /// A complaint of these.
    package init(text: String, field: String?, code: String) {
        self.text = text
        self.field = field
        self.code = code
    }

    /// The complaint as the journal has it.
    package var reason: Reason { Reason(code, text) }

    /// A field was left empty.
    package static func missing(_ field: SignInField) -> FormComplaint {
        FormComplaint(text: "\(field.label) is missing.", field: field.name, code: "form.incomplete")
    }

    /// What was typed is wrong, and there are tries left.
    package static func wrong(_ text: String, _ field: String?, triesLeft: Int, code: String) -> FormComplaint {
        let tries = triesLeft == 1 ? "One try is left." : "\(triesLeft) tries are left."
        return FormComplaint(text: "\(text) \(tries)", field: field, code: code)
    }
}
