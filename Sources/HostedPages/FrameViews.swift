package import Kernel

/// The site that the user signs in at, as `site.mustache` shows it.
package struct SiteView: Sendable {
    let name: String
    let address: String
    /// The letter on the tile.
    let initial: String
    /// A picture to show on the tile instead.
    let icon: String?

    /// A site of this name at this address. An icon is loaded from elsewhere, hence only one that the customer named.
    package init(name: String, address: String, icon: String? = nil) {
        self.name = name
        self.address = address
        self.icon = icon
        initial = name.first.map { String($0).uppercased() } ?? "?"
    }
}

/// One station of the way through a page, as `progress.mustache` shows it.
package struct ProgressView: Sendable {
    let name: String
    let isDone: Bool
    let isCurrent: Bool

    /// The stations, with the one at `current` (from 0) as the present one. After the last one, all are done.
    package static func stations(_ names: [String] = ["Start", "Sign in", "Done"], current: Int) -> [ProgressView] {
        names.enumerated().map { position, name in
            ProgressView(name: name, isDone: position < current, isCurrent: position == current)
        }
    }
}

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

/// A magic user name, as `users.mustache` lists it.
package struct TestUserView: Sendable {
    let name: String
    let effect: String

    /// All magic names, each with what this page does for it.
    package static func all(_ effect: (MagicUser) -> String) -> [TestUserView] {
        MagicUser.allCases.map { TestUserView(name: $0.rawValue, effect: effect($0)) }
    }
}

/// A page that says why there is nothing to do here, as `refusal.mustache` shows it.
package struct RefusalView: Sendable {
    let title: String
    let heading: String
    let what: String
    let advice: [Advice]
    let code: String
    /// Where to go on to, with the customer's query; nil if the user stays.
    let wayBack: String?

    /// A refusal for this reason.
    package init(heading: String, reason: Reason, advice: [Advice], wayBack: String? = nil) {
        title = heading
        self.heading = heading
        what = reason.detail
        self.advice = advice
        code = reason.code
        self.wayBack = wayBack
    }
}

/// Something to do about a refusal, with the command that does it.
package struct Advice: Sendable {
    let text: String
    let command: String?

    /// Advice in words, and the command if there is one.
    package init(text: String, command: String? = nil) {
        self.text = text
        self.command = command
    }
}
