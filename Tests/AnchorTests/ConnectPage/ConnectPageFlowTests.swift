import HostedPages
import Kernel
import Testing

@testable import Anchor

@Suite("Hosted page: flow")
struct ConnectPageFlowTests {
    private typealias SignIn = ConnectOutcome.SignIn

    /// What a magic user's sign-in leads to, whatever the flow.
    enum Ending: Sendable { case success, pending, code, again, failed, cancelled }

    static let users: [(String, Ending)] = [
        ("ada", .success), ("user_good", .success), ("user_pending", .pending), ("user_bad_password", .again),
        ("user_mfa", .code), ("user_locked", .failed), ("user_cancel", .cancelled),
    ]
    static let methods = [
        ["profile"], [], ["anything else"], ["username_password"], ["authenticator"], ["custom"],
        ["username_password", "authenticator"], ["custom", "username_password"],
    ]

    private static func authFlow(_ methods: [String]) -> AuthFlow {
        let draft = AuthFlow.Draft(name: "Way in", methods: methods, customFields: ["Branch", "PIN"])
        return AuthFlow(id: "flow", draft: draft, createdAt: AnchorClient.start)
    }

    /// Signs in through a flow; where it asks for no name, the name is in the link or in a custom field.
    private static func signIn(_ user: String, through methods: [String]) -> (ConnectFlow, ConnectFlow.Move) {
        let authFlow = authFlow(methods)
        var flow = ConnectFlow(linkedName: methods == ["authenticator"] ? user : nil)
        #expect(flow.begin(authFlow) == .step)
        if flow.step == .userName {
            #expect(flow.enter(userName: user) == .step)
            return (flow, flow.enter(password: "secret"))
        }
        return (flow, flow.enter(details: { typed($0, user: user) }))
    }

    private static func typed(_ field: SignInField, user: String) -> String {
        switch field {
        case .userName: user
        case .oneTimeCode: ""
        default: field.kind == .text ? user : "secret"
        }
    }

    @Test("each magic user has the same ending in every flow", arguments: users, methods)
    func endings(user: (name: String, ending: Ending), methods: [String]) throws {
        let (_, move) = Self.signIn(user.name, through: methods)
        switch (user.ending, move) {
        case (.success, .finish(.success(let signIn))): #expect(!signIn.isPending)
        case (.pending, .finish(.success(let signIn))): #expect(signIn.isPending)
        case (.code, .hold(let signIn)): #expect(!signIn.credentials.isEmpty)
        case (.again, .again(let complaint)):
            #expect(complaint.text == "The password is wrong. 2 tries are left.")
        case (.failed, .finish(let outcome)): #expect(outcome == .failed(reason: "The account is locked."))
        case (.cancelled, .finish(let outcome)): #expect(outcome == .cancelled)
        default: Issue.record("\(user.name) through \(methods) led to \(move)")
        }
    }

    @Test(
        "what was typed becomes the identity's credentials",
        arguments: [
            (["profile"], [Credential.usernamePassword(username: "ada", password: "secret")]),
            (["username_password"], [.usernamePassword(username: "ada", password: "secret")]),
            (["authenticator"], [.authenticator(secret: "secret", otp: nil)]),
            (
                ["custom"],
                [.custom(fields: [.init(name: "Branch", value: "ada"), .init(name: "PIN", value: "secret")])]
            ),
            (
                ["username_password", "authenticator"],
                [.usernamePassword(username: "ada", password: "secret"), .authenticator(secret: "secret", otp: nil)]
            ),
        ])
    func credentials(methods: [String], expected: [Credential]) {
        guard case .finish(.success(let signIn)) = Self.signIn("ada", through: methods).1 else {
            Issue.record("no success")
            return
        }
        #expect(signIn.credentials == expected)
        #expect(signIn.authFlow == "Way in")
    }

    @Test("the link's name is the identity's, the typed one the user's")
    func linkedName() {
        var flow = ConnectFlow(linkedName: "Ada L.")
        _ = flow.begin(nil)
        _ = flow.enter(userName: "ada")
        let expected = SignIn(
            userName: "ada", name: "Ada L.", credentials: [.usernamePassword(username: "ada", password: "p")])
        #expect(flow.enter(password: "p") == .finish(.success(expected)))
    }

    @Test("the third wrong password ends the sign-in, and going back does not forgive")
    func threeTries() {
        var flow = ConnectFlow(linkedName: nil)
        _ = flow.begin(nil)
        for tries in ["2 tries are left.", "One try is left."] {
            _ = flow.enter(userName: "user_bad_password")
            guard case .again(let complaint) = flow.enter(password: "x") else {
                Issue.record("no second try")
                return
            }
            #expect(complaint.text == "The password is wrong. \(tries)")
            #expect(complaint.field == "password")
            #expect(flow.back() == .step)
            #expect(flow.step == .userName)
        }
        _ = flow.enter(userName: "user_bad_password")
        #expect(flow.enter(password: "x") == .finish(.failed(reason: "The password is wrong.")))
    }

    @Test("the code is asked for after the sign-in, and wrong ones are wrong tries", arguments: methods)
    func codes(methods: [String]) {
        let (signedIn, move) = Self.signIn("user_mfa", through: methods)
        guard case .hold(let held) = move else {
            Issue.record("no code is asked for")
            return
        }
        var flow = ConnectFlow(
            step: .code, authFlow: signedIn.authFlow, userName: nil, failures: 0, linkedName: nil)
        #expect(flow.enter(code: "", for: held) == .again(.missing(.code)))
        #expect(flow.failures == 0)
        for _ in 1...2 {
            guard case .again(let complaint) = flow.enter(code: "000000", for: held) else {
                Issue.record("no second try")
                return
            }
            #expect(complaint.code == "signIn.wrongCode")
        }
        var right = flow
        #expect(right.enter(code: "123456", for: held) == .finish(.success(held)))
        #expect(flow.enter(code: "000000", for: held) == .finish(.failed(reason: "The code is wrong.")))
    }

    @Test("a code whose sign-in is not there any more leads back to it")
    func nothingHeld() {
        var flow = ConnectFlow(step: .code, authFlow: nil, userName: "ada", failures: 0, linkedName: nil)
        #expect(flow.enter(code: "123456", for: nil) == .again(.signInGone))
        #expect(flow.step == .userName)
    }

    @Test("a code on the authenticator's form is judged there", arguments: [("123456", true), ("000000", false)])
    func codeOnForm(code: String, isRight: Bool) {
        var flow = ConnectFlow(linkedName: "user_mfa")
        _ = flow.begin(Self.authFlow(["authenticator"]))
        let move = flow.enter(details: { $0 == .oneTimeCode ? code : "JBSW" })
        guard isRight else {
            #expect(
                move == .again(.wrong("The code is wrong.", "otp", triesLeft: 2, code: SignInReason.signInWrongCode)))
            return
        }
        let credential = Credential.authenticator(secret: "JBSW", otp: code)
        #expect(
            move == .finish(.success(SignIn(name: "user_mfa", credentials: [credential], authFlow: "Way in"))))
    }

    @Test("what is missing is asked for again and is no wrong try", arguments: methods)
    func missing(methods: [String]) {
        var flow = ConnectFlow(linkedName: nil)
        _ = flow.begin(Self.authFlow(methods))
        let move = flow.step == .userName ? flow.enter(userName: "") : flow.enter(details: { _ in "" })
        guard case .again(let complaint) = move, let field = flow.fields.first else {
            Issue.record("nothing is missed")
            return
        }
        #expect(complaint == .missing(field))
        #expect(flow.failures == 0)
        if flow.step == .userName {
            _ = flow.enter(userName: "ada")
            #expect(flow.enter(password: "") == .again(.missing(.password)))
        }
    }

    @Test(
        "fields that are secret by their name are so on the page",
        arguments: [
            ("Branch", false), ("PIN", true), ("Shipping", false), ("Your password", true), ("Secret-word", true),
        ])
    func secretFields(label: String, isSecret: Bool) {
        #expect(SignInField.custom(label, at: 0).isSecret == isSecret)
    }
}
