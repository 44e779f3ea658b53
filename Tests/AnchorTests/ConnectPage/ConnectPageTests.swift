import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Hosted page: visits")
struct ConnectPageTests {
    private static let callback = AnchorClient.callback

    @Test("the guided sign-in leads step by step to the success step and its links to the callback")
    func guided() async throws {
        let visitor = await ConnectPageVisitor()
        #expect(visitor.status == 200 && visitor.heading == "Connect shop.example.com")
        await visitor.submit()
        #expect(visitor.hidden["step"] == "userName" && visitor.heading == "Sign in to shop.example.com")
        await visitor.submit(["userName": "ada"])
        #expect(visitor.hidden["step"] == "password" && visitor.text.contains("<strong>ada</strong>"))
        await visitor.submit(["password": "geheim"])
        #expect(visitor.status == 200 && visitor.heading == "Success: shop.example.com is connected")
        let identity = try #require(visitor.client.store.snapshot.identities.values.first)
        #expect(identity.name == "ada" && identity.authFlow == "Standard authentication")
        #expect(identity.credentials == [.usernamePassword(username: "ada", password: "geheim")])
        let back = "\(Self.callback)?identity_id=\(identity.id)&amp;status=success"
        #expect(visitor.links == [back, back])
        #expect(visitor.text.contains("validated") && visitor.reason == nil)
    }

    @Test("opening and reloading any step spends nothing")
    func reloading() async {
        let visitor = await ConnectPageVisitor()
        for _ in 1...2 { await visitor.reload() }
        await visitor.submit()
        func step() -> [String: String] { visitor.hidden.filter { $0.key != "page" } }
        let first = step()
        for _ in 1...2 { await visitor.submit(["step": "welcome"]) }
        #expect(step() == first && visitor.identityCount == 0)
        await visitor.reload()
        await visitor.signIn("ada")
        #expect(visitor.identityCount == 1)
    }

    @Test("each form is answered by sending the browser to a page that shows the same however often it is read")
    func redirected() async {
        let visitor = await ConnectPageVisitor(query: "&userName=Ada")
        for typed in [[:], ["userName": ""], ["userName": "ada b"], ["password": ""], ["password": "geheim"]] {
            await visitor.submit(typed)
            #expect(visitor.answer?.status == 303 && visitor.answer?.text.isEmpty == true)
            #expect(visitor.answer?.reply.headers[.cacheControl] == "no-store")
            #expect(visitor.answer?.reason == visitor.reason && !visitor.address.contains("geheim"))
            let first = (visitor.status, visitor.heading, visitor.complaint, visitor.links)
            await visitor.reload()
            #expect(first == (visitor.status, visitor.heading, visitor.complaint, visitor.links))
        }
        #expect(visitor.heading.hasPrefix("Success") && visitor.identityCount == 1)
    }

    @Test("what was typed is in the address only where it is shown again, and secrets never are")
    func typedInAddress() async {
        let client = AnchorClient()
        let application = await client.application()
        _ = await client.post(
            "/v1/applications/\(application)/auth-flows",
            #"{"name":"Own","methods":["custom"],"custom_fields":[{"name":"Branch"},{"name":"PIN"},{"name":"City"}],"is_recommended":true}"#
        )
        let visitor = await ConnectPageVisitor(client, token: await client.token(application))
        await visitor.submit()
        await visitor.submit(["field-0": "12", "field-1": "geheim", "field-2": ""])
        #expect(visitor.status == 422 && visitor.complaint == "City is missing.")
        #expect(visitor.address.contains("&field-0=12") && !visitor.address.contains("geheim"))
        #expect(visitor.text.contains("value=\"12\"") && !visitor.text.contains("geheim"))
    }

    @Test("a form whose step would have too long an address is answered with the step")
    func tooLong() async {
        let visitor = await ConnectPageVisitor()
        await visitor.submit()
        await visitor.submit(["userName": String(repeating: "a", count: 9000)])
        #expect(visitor.answer?.status == 200 && visitor.hidden["step"] == "password")
    }

    @Test("opening spends the token where the policy says so, and the opened page can still be finished")
    func spentOnOpening() async {
        let visitor = await ConnectPageVisitor(AnchorClient { $0.tokenSpentOn = .opening })
        let other = await ConnectPageVisitor(visitor.client, token: visitor.token)
        #expect(other.status == 409 && other.reason == "token.alreadyUsed")
        await visitor.signIn("ada")
        #expect(visitor.identityCount == 1)
    }

    @Test("of many tabs exactly one completes, the others are told that the link was used")
    func racingTabs() async {
        let first = await ConnectPageVisitor()
        var tabs = [first]
        for _ in 1...9 { tabs.append(await ConnectPageVisitor(first.client, token: first.token)) }
        for tab in tabs {
            await tab.submit()
            await tab.submit(["userName": "ada"])
        }
        for tab in tabs { await tab.submit(["password": "secret"]) }
        #expect(tabs.map(\.status).sorted() == [200] + Array(repeating: 409, count: 9))
        #expect(first.identityCount == 1)
    }

    @Test("a wrong password is told, never shown, and the third time the sign-in has failed")
    func wrongPassword() async {
        let visitor = await ConnectPageVisitor()
        await visitor.signIn("user_bad_password", password: "geheim-1")
        #expect(visitor.status == 422 && visitor.reason == "signIn.wrongPassword")
        #expect(visitor.complaint == "The password is wrong. 2 tries are left.")
        #expect(visitor.text.contains("<title>Error: ") && !visitor.text.contains("geheim-1"))
        await visitor.submit(["password": "geheim-2"])
        await visitor.submit(["password": "geheim-3"])
        #expect(visitor.status == 200 && visitor.reason == "signIn.failed")
        #expect(visitor.heading == "Sign-in failed" && visitor.complaint == "The password is wrong.")
        #expect(visitor.links == ["\(Self.callback)?status=failed"] && visitor.identityCount == 0)
    }

    @Test("user_mfa is asked for a code, and the password waits outside of the page")
    func code() async throws {
        let visitor = await ConnectPageVisitor()
        await visitor.signIn("user_mfa", password: "geheim")
        #expect(visitor.hidden["step"] == "code" && !visitor.text.contains("geheim"))
        await visitor.submit(["code": "000000"])
        #expect(visitor.status == 422 && visitor.reason == "signIn.wrongCode" && visitor.identityCount == 0)
        await visitor.submit(["code": "123456"])
        let identity = try #require(visitor.client.store.snapshot.identities.values.first)
        #expect(identity.credentials == [.usernamePassword(username: "user_mfa", password: "geheim")])
        #expect(visitor.client.store.snapshot.heldSignIns.isEmpty)
    }

    @Test("user_pending's identity is pending, and the page says so")
    func pending() async throws {
        let visitor = await ConnectPageVisitor()
        await visitor.signIn("user_pending")
        let identity = try #require(visitor.client.store.snapshot.identities.values.first)
        #expect(identity.status(at: visitor.client.now) == .pending)
        #expect(visitor.heading.hasPrefix("Success") && visitor.text.contains("check still runs"))
    }

    @Test(
        "who cancels at any step is sent back", arguments: ["welcome", "userName", "password", "code", "user_cancel"])
    func cancelling(at step: String) async {
        let visitor = await ConnectPageVisitor()
        if step == "userName" || step == "password" { await visitor.submit() }
        if step == "password" { await visitor.submit(["userName": "ada"]) }
        if step == "code" { await visitor.signIn("user_mfa") }
        if step == "user_cancel" { await visitor.signIn("user_cancel") } else { await visitor.press("cancel") }
        #expect(visitor.status == 303 && visitor.location == "\(Self.callback)?status=cancelled")
        #expect(visitor.reason == "signIn.cancelled" && visitor.identityCount == 0)
    }

    @Test(
        "who cancels or fails where users stay can start again with the same link",
        arguments: [("user_cancel", "Cancelled"), ("user_locked", "Sign-in failed")])
    func staying(user: String, heading: String) async {
        let visitor = await ConnectPageVisitor(AnchorClient { $0.onCancel = .stay })
        await visitor.signIn(user)
        #expect(visitor.status == 200 && visitor.heading == heading && visitor.links.isEmpty)
        await visitor.press("restart")
        #expect(visitor.heading == "Connect shop.example.com")
        await visitor.signIn("ada")
        #expect(visitor.identityCount == 1)
    }

    @Test("where nobody goes back after success there is an identity, no way back and no word to an opener")
    func neverBack() async {
        let visitor = await ConnectPageVisitor(AnchorClient { $0.onSuccess = .stay })
        await visitor.signIn("ada")
        #expect(visitor.heading.hasPrefix("Success") && visitor.identityCount == 1)
        #expect(visitor.links.isEmpty && !visitor.text.contains("<script"))
        #expect(visitor.reason == "callback.neverComes")
    }

    @Test("the link's user name is filled in and becomes the identity's name")
    func linkedName() async {
        let visitor = await ConnectPageVisitor(query: "&userName=Ada%20%26%20Co")
        await visitor.submit()
        #expect(visitor.text.contains("name=\"userName\" type=\"text\" value=\"Ada &amp; Co\""))
        await visitor.submit(["userName": "user_good"])
        await visitor.submit(["password": "secret"])
        #expect(visitor.client.store.snapshot.identities.values.map(\.name) == ["Ada & Co"])
    }

    @Test("the user can change the name after she entered it")
    func back() async {
        let visitor = await ConnectPageVisitor()
        await visitor.submit()
        await visitor.submit(["userName": "ada"])
        await visitor.press("back")
        #expect(visitor.hidden["step"] == "userName" && visitor.text.contains("value=\"ada\""))
    }

    @Test(
        "what is missing shows the step again with what was typed, and with 422",
        arguments: [
            ["userName": "", "password": "geheim"], ["userName": "ada", "password": ""],
        ])
    func missing(typed: [String: String]) async {
        let client = AnchorClient()
        let application = await client.application()
        _ = await client.post(
            "/v1/applications/\(application)/auth-flows",
            #"{"name":"Login","methods":["username_password"],"is_recommended":true}"#)
        let visitor = await ConnectPageVisitor(client, token: await client.token(application))
        await visitor.submit()
        await visitor.submit(typed)
        #expect(visitor.status == 422 && visitor.reason == "form.incomplete")
        #expect(visitor.complaint?.hasSuffix("is missing.") == true && !visitor.text.contains("geheim"))
        #expect(visitor.text.contains("value=\"\(typed["userName"] ?? "")\""))
        #expect(visitor.text.contains("aria-invalid=\"true\" aria-describedby=\"complaint\" autofocus"))
    }
}
