import HostedPages
import Kernel
import KernelHTTP

/// One visit to the Link page: which step the user is at, and what follows from what she does there.
///
/// Nothing of it is kept between two steps except in the page itself (`LinkForm.swift`): a visit that is not finished
/// leaves nothing behind.
struct LinkFlow: Sendable, Equatable {
    /// The steps of the Link page (anon.md 4.5: dialogue, extension, sign-in, green check; the others are ours).
    enum Step: String, CaseIterable, Sendable {
        /// Says which company asks for which app.
        case dialogue
        /// Asks to confirm the browser extension.
        case extensionCheck = "extension"
        /// User name and password of the app.
        case signIn
        /// The one-time code.
        case code
        /// The sign-in window of an app with a saved session, which closes by itself (anon.md 9, row 9).
        case closing
    }

    /// What follows from something that the user did on the Link page.
    enum Move: Sendable, Equatable {
        /// The flow is at another step: show it.
        case step
        /// The flow is where it was: show its step with this complaint.
        case again(FormComplaint)
        /// The visit is over.
        case finish(LinkOutcome)
    }

    /// How often a password or code may be wrong before the sign-in has failed (ours).
    static let triesAllowed = 3

    /// Where the user is.
    private(set) var step: Step
    /// Who signs in at the app.
    private(set) var userName: String
    /// How often a password or code was wrong.
    private(set) var failures: Int

    /// A visit as it begins.
    init() {
        self.init(step: .dialogue, userName: "", failures: 0)
    }

    /// A visit that goes on.
    init(step: Step, userName: String, failures: Int) {
        self.step = step
        self.userName = userName
        self.failures = min(max(failures, 0), Self.triesAllowed - 1)
    }

    /// What the current step asks for.
    var fields: [SignInField] {
        switch step {
        case .dialogue, .extensionCheck, .closing: []
        case .signIn: [.userName, .password]
        case .code: [.code]
        }
    }

    // MARK: Events

    /// The user goes on from the dialogue. With a saved session there is nothing to sign in for.
    mutating func agree(hasSession: Bool) -> Move {
        step = hasSession ? .closing : .extensionCheck
        return .step
    }

    /// The user confirms the extension.
    mutating func confirmExtension() -> Move {
        step = .signIn
        return .step
    }

    /// The user starts again. Wrong tries stay counted.
    mutating func restart() -> Move {
        step = .dialogue
        return .step
    }

    /// The user gives up.
    func cancel() -> Move { .finish(.cancelled) }

    /// The user entered name and password.
    mutating func enter(userName: String, password: String) -> Move {
        self.userName = userName
        guard !userName.isEmpty else { return .again(.missing(.userName)) }
        guard !password.isEmpty else { return .again(.missing(.password)) }
        let user = MagicUser(rawValue: userName)
        let failure = user?.failure ?? ""
        switch user {
        case .cancel: return cancel()
        case .locked: return .finish(.failed(detail: failure))
        case .badPassword: return refuse(.password, failure, code: SignInReason.signInWrongPassword)
        case .mfa:
            step = .code
            return .step
        case .pending: return .finish(.success(isPending: true))
        case .good, nil: return .finish(.success(isPending: false))
        }
    }

    /// The user entered the code that was asked for.
    mutating func enter(code: String) -> Move {
        guard !code.isEmpty else { return .again(.missing(.code)) }
        guard code == MagicUser.code else {
            return refuse(.code, SignInFailure.wrongCode.text, code: SignInReason.signInWrongCode)
        }
        return .finish(.success(isPending: false))
    }

    private mutating func refuse(_ field: SignInField, _ text: String, code: some ReasonCode) -> Move {
        failures += 1
        guard failures < Self.triesAllowed else { return .finish(.failed(detail: text)) }
        return .again(.wrong(text, field.name, triesLeft: Self.triesAllowed - failures, code: code))
    }
}

extension LinkFlow {
    /// What is wrong with the step, as its address says.
    func complaint(in query: NamedValues) -> FormComplaint? {
        FormComplaint(in: query, fields: fields, triesLeft: Self.triesAllowed - failures)
    }
}
