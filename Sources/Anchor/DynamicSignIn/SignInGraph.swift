import HostedPages
import Kernel

/// How a site signs in, as far as one can go through it step by step (anchor.md 3.1): scripted for a host (`anchor.signInFlows`), or
/// the default.
struct SignInGraph: Codable, Sendable, Equatable {
    /// What kind of thing a form asks for; the vendor's words.
    enum FormKind: String, Codable, CaseIterable, Sendable {
        case credentials
        case totp = "mfa_totp"
        case textMessage = "mfa_sms"
        case email = "mfa_email"
        case sso, captcha, consent
        case magicLink = "magic_link"
        case passkey, generic
        case totpSecret = "totp_secret"
        case mailIntegration = "gmail_one_click_integration"
    }

    /// How far the look at a page went before it failed; the vendor's words.
    enum NodeStatus: String, Codable, CaseIterable, Sendable { case detected, failed, explored }

    /// One way on from a decision.
    struct Choice: Codable, Sendable, Equatable {
        let to: String
        let label: String
        let isAutomatable: Bool
    }

    /// A field of a form.
    struct Input: Codable, Sendable, Equatable {
        let name: String
        var type = "text"
        var label: String?
        var placeholder: String?
        var value: String?

        /// Whether what is typed is a password.
        var isPassword: Bool { type == "password" }
    }

    /// One way to fill in a form.
    struct FormOption: Codable, Sendable, Equatable {
        let kind: FormKind
        let isAutomatable: Bool
        let inputs: [Input]
        var message: String?
        var provider: String?
        var phoneHint: String?
        /// Where the mail integration is made.
        var integrationURL: String?
        /// The number that a person compares with another device's.
        var number: String?
        /// What the site takes; nil if it takes anything, but for magic users (MagicValues.md).
        var accepts: [String: Matcher]?
        let to: String
        /// Where a user goes who is asked for a code; nil if nobody is.
        var codeStep: String?
    }

    /// A page that was not understood.
    struct Undetected: Codable, Sendable, Equatable {
        let nodeStatus: NodeStatus
        let lastError: String?
        let isRetryable: Bool
        let message: String
        /// Where it goes on by itself; nil if it does not.
        let to: String?
        let after: TimeSpan
    }

    /// What a step is.
    enum Kind: Codable, Sendable, Equatable {
        case decision([Choice])
        case form([FormOption])
        case undetected(Undetected)
        case authenticated(message: String?)
        case failed(error: String, isRetryable: Bool)
    }

    /// A place in the sign-in.
    struct Step: Codable, Sendable, Equatable {
        let id: String
        let label: String
        let kind: Kind
    }

    /// The place in the order of the script.
    var ordinal: Int64 = 0
    /// Where it begins.
    let start: String
    let steps: [Step]
    /// How long each transition takes; nil if the world's choice says it.
    var stepTakes: TimeSpan?
    /// Why the site cannot be looked at at all; nil if it can.
    var discoveryError: String?

    /// The step of this id; nil if there is none.
    func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// User name, password, and a code for whom it is asked: what the hosted page asks for, with the same magic users.
    static let standard = SignInGraph(
        start: "username",
        steps: [
            Step(
                id: "username", label: "User name",
                kind: .form([
                    FormOption(
                        kind: .credentials, isAutomatable: true,
                        inputs: [Input(name: "username", label: "User name")], to: "password")
                ])),
            Step(
                id: "password", label: "Password",
                kind: .form([
                    FormOption(
                        kind: .credentials, isAutomatable: true,
                        inputs: [Input(name: "password", type: "password", label: "Password")], to: "signed-in",
                        codeStep: "code")
                ])),
            Step(
                id: "code", label: "Code",
                kind: .form([
                    FormOption(
                        kind: .totp, isAutomatable: false, inputs: [Input(name: "code", label: "Code")],
                        accepts: ["code": .equals(.string(MagicUser.code))], to: "signed-in"),
                    FormOption(
                        kind: .totpSecret, isAutomatable: true,
                        inputs: [Input(name: "secret", type: "password", label: "Secret of the authenticator")],
                        to: "signed-in"),
                ])),
            Step(id: "signed-in", label: "Signed in", kind: .authenticated(message: "The sign-in is complete.")),
        ])
}
