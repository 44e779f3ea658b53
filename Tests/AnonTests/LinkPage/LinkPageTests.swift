import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

@Suite("Link page: visits")
struct LinkPageTests {
    private static let success = "\(AnonClient.redirect)?type=success&status=success&state=%7B%7D"

    @Test("dialogue, extension, sign-in, green check; only the last one links")
    func wholeWay() async throws {
        let visitor = await LinkPageVisitor()
        #expect(visitor.status == 200 && visitor.heading == "Connect LinkedIn" && visitor.reason == nil)
        #expect(visitor.text.contains("An application") && visitor.text.contains("http://localhost:3000"))
        await visitor.submit()
        #expect(visitor.heading == "Confirm the extension" && visitor.hidden["step"] == "extension")
        #expect(visitor.text.contains("lbgbplnejdpahnfmnphghjlbedpjjbgd"))
        await visitor.submit()
        #expect(visitor.heading == "Sign in to LinkedIn" && visitor.hidden["step"] == "signIn")
        #expect(visitor.client.store.snapshot.appUsers.isEmpty && visitor.client.conditions().isEmpty)
        await visitor.submit(["userName": "ada@mail.example", "password": "geheim"])
        #expect(visitor.status == 200 && visitor.heading == "Success: LinkedIn is connected" && visitor.reason == nil)
        #expect(visitor.links == [Self.success] && !visitor.text.contains("geheim"))
        let user = try #require(visitor.client.store.snapshot.appUsers.values.first)
        #expect(user.key.externalID == "ada" && visitor.client.conditions() == [.active])
    }

    @Test("each form is answered by sending the browser to a page that shows the same however often it is read")
    func redirected() async {
        let visitor = await LinkPageVisitor()
        for typed in [[:], [:], ["userName": "ada b", "password": ""], ["userName": "ada", "password": "geheim"]] {
            await visitor.submit(typed)
            #expect(visitor.answer?.status == 303 && visitor.answer?.text.isEmpty == true)
            #expect(visitor.answer?.reason == visitor.reason && !visitor.address.contains("geheim"))
            let first = (visitor.status, visitor.heading, visitor.complaint, visitor.links)
            await visitor.reload()
            #expect(first == (visitor.status, visitor.heading, visitor.complaint, visitor.links))
        }
        #expect(visitor.heading.hasPrefix("Success") && visitor.client.conditions() == [.active])
    }

    @Test("nobody is told to be linked who is not", arguments: ["done", "closing", "nowhere"])
    func madeUpStep(step: String) async {
        let visitor = await LinkPageVisitor(AnonClient(), ["step": step])
        #expect(visitor.status == 200 && visitor.heading == "Connect LinkedIn")
    }

    @Test("the link's company and extension are on the page")
    func company() async {
        let visitor = await LinkPageVisitor(
            AnonClient(),
            ["company": "Ada & Co", "companyLogo": "https://a.example/l.png", "chromeExtensionId": "mine"])
        #expect(visitor.text.contains("<strong>Ada &amp; Co</strong>"))
        #expect(visitor.text.contains("<img src=\"https://a.example/l.png\" alt=\"\""))
        #expect(visitor.page.header("Content-Security-Policy")?.contains("img-src https: http:") == true)
        await visitor.submit()
        #expect(visitor.text.contains("<code>mine</code>"))
    }

    @Test("a site that only the link knows is linked under its own name")
    func customSite() async {
        let visitor = await LinkPageVisitor(
            AnonClient(), ["app": "crm", "authUrl": "https://crm.example/login", "displayName": "Our CRM"])
        #expect(visitor.heading == "Connect Our CRM" && visitor.text.contains("crm.example"))
        await visitor.signIn("ada")
        #expect(visitor.client.conditions(at: "crm") == [.active])
    }

    @Test("cancelling goes back at once, from every step, and links nothing", arguments: [0, 1, 2])
    func cancelling(steps: Int) async {
        let visitor = await LinkPageVisitor()
        for _ in 0..<steps { await visitor.submit() }
        await visitor.press("cancel")
        #expect(visitor.status == 303 && visitor.reason == "signIn.cancelled")
        #expect(visitor.location == "\(AnonClient.redirect)?type=error&status=cancelled&state=%7B%7D")
        #expect(visitor.client.store.snapshot.appUsers.isEmpty)
    }

    @Test("who is locked out reads why, and goes back with a code")
    func locked() async {
        let visitor = await LinkPageVisitor()
        await visitor.signIn("user_locked")
        #expect(visitor.status == 200 && visitor.heading == "Sign-in failed" && visitor.reason == "signIn.failed")
        #expect(visitor.complaint == "The account is locked.")
        #expect(
            visitor.links == [
                "\(AnonClient.redirect)?type=error&status=error&error_code=bad_authorization&state=%7B%7D"
            ])
        #expect(visitor.client.store.snapshot.appUsers.isEmpty)
    }

    @Test("a wrong password is told, never shown, and the third time the sign-in has failed")
    func wrongPassword() async {
        let visitor = await LinkPageVisitor()
        await visitor.signIn("user_bad_password", password: "geheim")
        #expect(visitor.status == 422 && visitor.complaint == "The password is wrong. 2 tries are left.")
        #expect(!visitor.text.contains("geheim") && visitor.text.contains("value=\"user_bad_password\""))
        for _ in 1...2 { await visitor.submit(["userName": "user_bad_password", "password": "x"]) }
        #expect(visitor.heading == "Sign-in failed" && visitor.client.conditions().isEmpty)
    }

    @Test("user_mfa is asked for a code")
    func code() async {
        let visitor = await LinkPageVisitor()
        await visitor.signIn("user_mfa")
        #expect(visitor.hidden["step"] == "code" && visitor.text.contains("123456"))
        await visitor.submit(["code": "000000"])
        #expect(visitor.status == 422 && visitor.reason == "signIn.wrongCode" && visitor.client.conditions().isEmpty)
        await visitor.submit(["code": "123456"])
        #expect(visitor.links == [Self.success] && visitor.client.conditions() == [.active])
    }

    @Test("user_pending's status is unknown for three reads, and the page says so")
    func pending() async {
        let visitor = await LinkPageVisitor()
        await visitor.signIn("user_pending")
        #expect(visitor.text.contains("unknown for a while"))
        #expect(visitor.client.store.snapshot.sessions.values.map(\.unknownReadsLeft) == [3])
    }

    @Test("a saved session's window closes by itself when the world's clock has come to it, without a sign-in")
    func savedSession() async throws {
        let client = AnonClient()
        try client.link("ada", to: "amazon")
        let before = try #require(client.store.snapshot.sessions.values.first)
        let visitor = await LinkPageVisitor(client, ["app": "amazon"])
        await visitor.submit()
        #expect(visitor.heading == "Checking your Amazon session" && !visitor.text.contains("<form"))
        for _ in 1...3 {
            await visitor.readAgain()
            #expect(visitor.heading.hasPrefix("Checking"), "the clock stands")
        }
        client.now = client.now + .milliseconds(1999)
        await visitor.readAgain()
        #expect(visitor.heading.hasPrefix("Checking"))
        client.now = client.now + .milliseconds(1)
        await visitor.readAgain()
        #expect(visitor.heading == "Success: Amazon is connected" && visitor.links == [Self.success])
        let after = try #require(client.store.snapshot.sessions.values.first)
        #expect(after.id == before.id && client.store.snapshot.sessions.count == 1)
    }

    @Test("with no delay the window closes at once")
    func noDelay() async throws {
        let client = AnonClient { $0.closesAfter = .milliseconds(0) }
        try client.link("ada", to: "amazon")
        let visitor = await LinkPageVisitor(client, ["app": "amazon"])
        await visitor.submit()
        #expect(visitor.heading == "Success: Amazon is connected")
    }

    @Test(
        "a session that is revoked, another app's or another user's needs a sign-in",
        arguments: ["revoked", "app", "user"])
    func noSavedSession(what: String) async throws {
        let client = AnonClient()
        try client.link(what == "user" ? "grace" : "ada", to: what == "app" ? "uber" : "amazon")
        let user = what == "revoked" ? "ada+revoked" : "ada"
        let visitor = await LinkPageVisitor(client, ["app": "amazon"], user: user)
        await visitor.submit()
        #expect(visitor.heading == "Confirm the extension")
    }

    @Test("a session that goes while its window is open leads back to the dialogue")
    func sessionGone() async throws {
        let client = AnonClient()
        let session = try client.link("ada", to: "amazon")
        let visitor = await LinkPageVisitor(client, ["app": "amazon"])
        await visitor.submit()
        client.store.update { $0.remove(session) }
        client.now = client.now + .seconds(5)
        await visitor.readAgain()
        #expect(visitor.heading == "Connect Amazon")
    }

    @Test("a made-up start of the window is never in the future", arguments: ["9999999999999", "-1", "x", ""])
    func madeUpStart(since: String) async throws {
        let client = AnonClient()
        try client.link("ada", to: "amazon")
        let visitor = await LinkPageVisitor(client, ["app": "amazon", "step": "closing", "since": since])
        #expect(visitor.heading == (since == "-1" ? "Success: Amazon is connected" : "Checking your Amazon session"))
    }

    @Test("without redirectUrl the visit ends on the page, which tells its opener's origin and nobody else")
    func popUp() async {
        let opener = "https://shop.example:8443"
        for (user, type) in [("ada", "anon-link-success"), ("user_cancel", "anon-link-exit")] {
            let visitor = await LinkPageVisitor(AnonClient(), ["redirectUrl": nil], referrer: "\(opener)/cart?x=1")
            #expect(!visitor.text.contains("data-target-origin"))
            await visitor.signIn(user)
            #expect(visitor.status == 200 && visitor.links.isEmpty)
            #expect(
                visitor.text.contains("data-type=\"\(type)\" data-app=\"linkedin\" data-target-origin=\"\(opener)\""))
        }
        let nobody = await LinkPageVisitor(AnonClient(), ["redirectUrl": nil])
        await nobody.signIn("ada")
        #expect(nobody.heading.hasPrefix("Success") && !nobody.text.contains("data-target-origin"))
    }

    @Test("the opener is carried through a saved session's window, too")
    func popUpSavedSession() async throws {
        let client = AnonClient()
        try client.link("ada", to: "amazon")
        let visitor = await LinkPageVisitor(
            client, ["app": "amazon", "redirectUrl": nil], referrer: "https://shop.example/")
        await visitor.submit()
        client.now = client.now + .seconds(2)
        await visitor.readAgain()
        #expect(visitor.text.contains("data-target-origin=\"https://shop.example\""))
    }

    @Test("opening and reloading changes nothing")
    func reloading() async {
        let visitor = await LinkPageVisitor()
        for _ in 1...3 { await visitor.reload() }
        await visitor.goToSignIn()
        await visitor.reload()
        #expect(visitor.heading == "Sign in to LinkedIn" && visitor.client.store.snapshot.appUsers.isEmpty)
    }

    @Test("an app's own scheme may be gone back to after the form")
    func appScheme() async {
        let visitor = await LinkPageVisitor(AnonClient(), ["redirectUrl": "myapp://done"])
        #expect(
            visitor.page.header("Content-Security-Policy")?.contains("form-action 'self' https: http: myapp:;") == true)
        await visitor.press("cancel")
        #expect(visitor.location == "myapp://done?type=error&status=cancelled&state=%7B%7D")
    }
}
