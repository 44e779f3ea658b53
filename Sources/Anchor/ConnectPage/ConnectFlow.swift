import HostedPages
import Kernel
import KernelHTTP

/// One visit to the hosted page: which step the user is at, and what follows from what she does there.
///
/// Nothing of it is kept between two steps except in the page itself (`ConnectForm.swift`), so that tabs do not disturb
/// each other and the browser's back button works. Which of them gets the identity is decided by the token alone.
struct ConnectFlow: Sendable, Equatable {
    /// The steps of the hosted page that ask the user for something.
    enum Step: String, CaseIterable, Sendable {
        /// Says which site is asked for, and offers its auth flows.
        case welcome
        /// The first half of the guided sign-in.
        case userName
        /// The second half of the guided sign-in.
        case password
        /// All fields of an auth flow on one form.
        case details
        /// The one-time code.
        case code
    }

    /// What follows from something that the user did on the hosted page.
    enum Move: Sendable, Equatable {
        /// The flow is at another step: show it.
        case step
        /// The flow is where it was, or further back: show its step with this complaint.
        case again(FormComplaint)
        /// The sign-in is good and a code is asked for: keep it until then, and show the step.
        case hold(ConnectOutcome.SignIn)
        /// The visit is over.
        case finish(ConnectOutcome)
    }

    /// How often a password or code may be wrong before the sign-in has failed (ours).
    static let triesAllowed = 3

    /// Where the user is.
    private(set) var step: Step
    /// The flow that was chosen; nil before that, and for the guided sign-in of an application without flows.
    private(set) var authFlow: AuthFlow?
    /// What the guided sign-in was told first.
    private(set) var userName: String?
    /// How often a password or code was wrong.
    private(set) var failures: Int
    /// The name that the link brought: what the identity will be called.
    let linkedName: String?

    /// A visit as it begins.
    init(linkedName: String?) {
        self.init(step: .welcome, authFlow: nil, userName: nil, failures: 0, linkedName: linkedName)
    }

    /// A visit that goes on.
    init(step: Step, authFlow: AuthFlow?, userName: String?, failures: Int, linkedName: String?) {
        self.step = step
        self.authFlow = authFlow
        self.userName = userName
        self.failures = min(max(failures, 0), Self.triesAllowed - 1)
        self.linkedName = linkedName
    }

    /// Whether it asks for user name and password one after the other.
    var isGuided: Bool { authFlow?.isGuided ?? true }

    /// What the current step asks for.
    var fields: [SignInField] {
        switch step {
        case .welcome: []
        case .userName: [.userName]
        case .password: [.password]
        case .details: authFlow?.fields ?? []
        case .code: [.code]
        }
    }

    // MARK: - Events

    /// The user goes on from the first step, with this flow.
    mutating func begin(_ authFlow: AuthFlow?) -> Move {
        self.authFlow = authFlow
        step = isGuided ? .userName : .details
        return .step
    }

    /// The user starts again. Wrong tries stay counted.
    mutating func restart() -> Move {
        step = .welcome
        return .step
    }

    /// The user wants to enter another name.
    mutating func back() -> Move {
        step = isGuided ? .userName : .details
        return .step
    }

    /// The user gives up.
    func cancel() -> Move { .finish(.cancelled) }

    /// The user entered her name.
    mutating func enter(userName: String) -> Move {
        self.userName = userName
        guard !userName.isEmpty else { return .again(.missing(.userName)) }
        step = .password
        return .step
    }

    /// The user entered her password.
    mutating func enter(password: String) -> Move {
        guard let userName, !userName.isEmpty else {
            step = .userName
            return .again(.missing(.userName))
        }
        guard !password.isEmpty else { return .again(.missing(.password)) }
        let credential = Credential.usernamePassword(username: userName, password: password)
        return judge(signIn(as: userName, with: [credential]), code: nil)
    }

    /// The user filled in a flow's form.
    mutating func enter(details typed: (SignInField) -> String) -> Move {
        guard let authFlow else { return .again(.flowGone) }
        let fields = authFlow.fields
        if let missing = fields.first(where: { $0.isRequired && typed($0).isEmpty }) {
            return .again(.missing(missing))
        }
        // In a custom form any field can hold a magic name, so that these can be tried out there as well.
        let userName =
            fields.contains(.userName)
            ? typed(.userName) : fields.map(typed).first { MagicUser(rawValue: $0) != nil }
        let code = fields.contains(.oneTimeCode) ? typed(.oneTimeCode) : ""
        return judge(
            signIn(as: userName, with: authFlow.credentials(from: typed)), code: code.isEmpty ? nil : code)
    }

    /// The user entered the code that was asked for. `held` is the sign-in that waits for it.
    mutating func enter(code: String, for held: ConnectOutcome.SignIn?) -> Move {
        guard let held else {
            step = isGuided ? .userName : .details
            return .again(.signInGone)
        }
        guard !code.isEmpty else { return .again(.missing(.code)) }
        guard code == MagicUser.code else { return refuse(.code, Self.wrongCode, code: SignInReason.signInWrongCode) }
        return .finish(.success(held))
    }

    // MARK: - What the sign-in leads to

    private mutating func judge(_ signIn: ConnectOutcome.SignIn, code: String?) -> Move {
        // A flow that asks for no name is tried out through the name in the link.
        let user = (signIn.userName ?? linkedName).flatMap(MagicUser.init(rawValue:))
        let failure = user?.failure ?? Self.failed
        switch user {
        case .cancel: return cancel()
        case .locked: return .finish(.failed(reason: failure))
        case .badPassword:
            return refuse(fields.first(where: \.isSecret), failure, code: SignInReason.signInWrongPassword)
        case .mfa:
            guard let code else {
                step = .code
                return .hold(signIn)
            }
            guard code == MagicUser.code else {
                return refuse(.oneTimeCode, Self.wrongCode, code: SignInReason.signInWrongCode)
            }
            return .finish(.success(signIn))
        case .pending:
            var pending = signIn
            pending.isPending = true
            return .finish(.success(pending))
        case .good, nil: return .finish(.success(signIn))
        }
    }

    private mutating func refuse(_ field: SignInField?, _ text: String, code: some ReasonCode) -> Move {
        failures += 1
        guard failures < Self.triesAllowed else { return .finish(.failed(reason: text)) }
        return .again(.wrong(text, field?.name, triesLeft: Self.triesAllowed - failures, code: code))
    }

    private func signIn(as userName: String?, with credentials: [Credential]) -> ConnectOutcome.SignIn {
        ConnectOutcome.SignIn(
            userName: userName, name: linkedName, credentials: credentials, authFlow: authFlow?.name)
    }

    /// What the user is told where there is nothing more to say.
    static let failed = "The sign-in failed."
    private static let wrongCode = SignInFailure.wrongCode.text
}

// MARK: - Complaints

extension ConnectFlow {
    /// What is wrong with the step, as its address says.
    func complaint(in query: NamedValues) -> FormComplaint? {
        switch query[StepAddress.Name.complaint].flatMap(AnchorReason.init(rawValue:)) {
        case .formFlowGone: .flowGone
        case .formSignInGone: .signInGone
        default: FormComplaint(in: query, fields: fields, triesLeft: Self.triesAllowed - failures)
        }
    }
}

/// What only this page complains about.
extension FormComplaint {
    /// The flow was deleted while the page was open.
    static let flowGone = FormComplaint(
        text: "This way to sign in is not there any more. Choose another one.", field: nil,
        code: AnchorReason.formFlowGone)

    /// The code came, and what was typed before it is not there: the world was reset to an earlier state in between.
    static let signInGone = FormComplaint(
        text: "What you typed before is not there any more. Sign in once more.", field: nil,
        code: AnchorReason.formSignInGone)
}
