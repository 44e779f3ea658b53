package import KernelHTTP

/// The address of a step of a hosted page. Each form is answered by sending the browser there, so that going back and reloading
/// ask for a page and never send a form again, and so that the way back from the customer finds a page.
///
/// It carries what the page's hidden fields do, and what was typed except secrets: nothing of a visit is kept elsewhere.
package struct StepAddress: Sendable {
    /// Names of parameters that every hosted page has.
    package enum Name {
        package static let step = "step"
        package static let failures = "failures"
        /// The name that the user typed. `userName` is what Anchor's link brought.
        package static let typedName = "as"
        package static let complaint = "complaint"
        package static let field = "field"
        /// Why the sign-in failed, on the page that says so.
        package static let failure = "failure"
    }

    /// What every server and proxy takes as an address.
    private static let limit = 8 * 1024

    private var text: String

    /// The page at `path`, with the parameters of its link.
    package init(path: some StringProtocol, link: [(name: String, value: String?)]) {
        text = String(path)
        for (name, value) in link { add(name, value) }
    }

    /// The page at `path`, with the query of its link.
    package init(path: some StringProtocol, query: String) {
        text = "\(path)?\(query)"
    }

    /// What the form of a step would bring, as its address says it. There, `userName` is the name that the link brought, and
    /// nothing is pressed.
    ///
    /// - Parameter action: the name of the field that says what was pressed.
    package static func formFields(in query: NamedValues, action: String) -> NamedValues {
        NamedValues(
            query.pairs.compactMap { pair in
                switch pair.name {
                case SignInField.userName.name, action: nil
                case Name.typedName: NamedValues.Pair(name: SignInField.userName.name, value: pair.value)
                default: pair
                }
            })
    }

    /// Adds a parameter; none if it has no value.
    package mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        text += "\(text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?")\(name)=\(PercentCoding.encode(value))"
    }

    /// Adds how often a password or code was wrong.
    package mutating func add(failures: Int) {
        if failures > 0 { add(Name.failures, String(failures)) }
    }

    /// Adds what is wrong with the step.
    package mutating func add(_ complaint: FormComplaint) {
        add(Name.complaint, complaint.code)
        add(Name.field, complaint.field)
    }

    /// Where to send the browser; nil if it is too long to be taken everywhere, because of what was typed. Then the form is
    /// answered with the page itself.
    package var location: String? { text.utf8.count > Self.limit ? nil : text }
}

extension FormComplaint {
    /// The complaint that the address of a step carries, about one of `fields`. Nil if it carries none that both vendors' pages
    /// have.
    package init?(in query: NamedValues, fields: [SignInField], triesLeft: Int) {
        let field = query[StepAddress.Name.field].flatMap { name in fields.first { $0.name == name } }
        switch query[StepAddress.Name.complaint].flatMap(SignInReason.init(rawValue:)) {
        case .formIncomplete:
            guard let field else { return nil }
            self = .missing(field)
        case .signInWrongPassword:
            self = .wrong(
                SignInFailure.wrongPassword.text, field?.name, triesLeft: triesLeft,
                code: SignInReason.signInWrongPassword)
        case .signInWrongCode:
            self = .wrong(
                SignInFailure.wrongCode.text, field?.name, triesLeft: triesLeft, code: SignInReason.signInWrongCode)
        default: return nil
        }
    }
}

/// Why a sign-in failed. Raw values are what an address says.
package enum SignInFailure: String, CaseIterable, Sendable {
    case wrongPassword, wrongCode, locked

    /// The failure that the user was told of in these words; nil if there is none.
    package init?(text: String) {
        guard let failure = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = failure
    }

    /// What the user reads.
    package var text: String {
        switch self {
        case .wrongPassword: "The password is wrong."
        case .wrongCode: "The code is wrong."
        case .locked: "The account is locked."
        }
    }
}
