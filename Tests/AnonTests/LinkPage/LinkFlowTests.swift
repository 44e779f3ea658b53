import HostedPages
import Testing

@testable import Anon

@Suite("Link page: flow")
struct LinkFlowTests {
    private func atSignIn(failures: Int = 0) -> LinkFlow { LinkFlow(step: .signIn, userName: "", failures: failures) }

    @Test("without a saved session the way leads through the extension to the sign-in, with one it is short")
    func way() {
        var flow = LinkFlow()
        #expect(flow.step == .dialogue)
        #expect(flow.agree(hasSession: false) == .step && flow.step == .extensionCheck)
        #expect(flow.confirmExtension() == .step && flow.step == .signIn)
        #expect(flow.fields.map(\.name) == ["userName", "password"])
        #expect(flow.restart() == .step && flow.step == .dialogue)
        #expect(flow.agree(hasSession: true) == .step && flow.step == .closing && flow.fields.isEmpty)
    }

    @Test(
        "each magic user has its ending",
        arguments: [
            ("ada", LinkFlow.Move.finish(.success(isPending: false))),
            ("user_good", .finish(.success(isPending: false))),
            ("user_pending", .finish(.success(isPending: true))), ("user_mfa", .step),
            ("user_locked", .finish(.failed(detail: "The account is locked."))), ("user_cancel", .finish(.cancelled)),
            (
                "user_bad_password",
                .again(
                    .wrong("The password is wrong.", "password", triesLeft: 2, code: SignInReason.signInWrongPassword))
            ),
        ])
    func endings(user: String, move: LinkFlow.Move) {
        var flow = atSignIn()
        #expect(flow.enter(userName: user, password: "x") == move)
        #expect(flow.step == (user == "user_mfa" ? .code : .signIn))
    }

    @Test("the third wrong try ends the sign-in, of password and code alike")
    func threeTries() {
        var flow = atSignIn()
        for _ in 1...2 { _ = flow.enter(userName: "user_bad_password", password: "x") }
        #expect(flow.failures == 2)
        #expect(
            flow.enter(userName: "user_bad_password", password: "x")
                == .finish(.failed(detail: "The password is wrong.")))
        var code = LinkFlow(step: .code, userName: "user_mfa", failures: 2)
        #expect(code.enter(code: "123456") == .finish(.success(isPending: false)))
        #expect(code.enter(code: "000000") == .finish(.failed(detail: "The code is wrong.")))
    }

    @Test("what is missing is asked for again and is no wrong try")
    func missing() {
        var flow = atSignIn()
        #expect(flow.enter(userName: "", password: "x") == .again(.missing(.userName)))
        #expect(flow.enter(userName: "ada", password: "") == .again(.missing(.password)))
        var code = LinkFlow(step: .code, userName: "user_mfa", failures: 0)
        #expect(code.enter(code: "") == .again(.missing(.code)))
        #expect(flow.failures == 0 && code.failures == 0)
    }

    @Test("a made-up count of tries stays within bounds", arguments: [(-5, 0), (0, 0), (2, 2), (99, 2), (Int.max, 2)])
    func bounds(failures: Int, kept: Int) {
        #expect(atSignIn(failures: failures).failures == kept)
    }
}
