import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Hosted page: refusals")
struct ConnectPageRefusalTests {
    private let client = AnchorClient()

    /// What every refusal is: a page in the hosted page's frame, and not an envelope.
    private func expectPage(
        _ page: AnchorAnswer, _ status: Int, _ reason: String, _ texts: String...,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(page.status == status, sourceLocation: location)
        #expect(page.reason == reason, sourceLocation: location)
        #expect(page.reply.headers[.contentType] == "text/html; charset=utf-8", sourceLocation: location)
        for text in texts + ["<h1>", "<header>", "Drydock", reason] {
            #expect(page.text.contains(text), "\(text)", sourceLocation: location)
        }
        #expect(!page.text.contains("<form"), sourceLocation: location)
    }

    @Test("a used token says when it was used, and how to make a new link")
    func used() async throws {
        let application = await client.application()
        let token = await client.token(application, callback: "https://app.example.com/it's")
        _ = try client.complete(token)
        client.advance(.minutes(20))
        for page in [
            await client.get("/identity/create?token=\(token)"),
            await client.post("/identity/create", "token=\(token)&step=welcome"),
        ] {
            expectPage(
                page, 409, "token.alreadyUsed", "already used", "2026-01-01T00:00:00.000Z", "new link",
                "http://127.0.0.1:4010/v1/applications/\(application)/tokens",
                "{&quot;callbackUrl&quot;:&quot;https://app.example.com/it&#39;\\&#39;&#39;s&quot;}")
        }
    }

    @Test("an expired token says since when, on which clock, and how to stop it")
    func expired() async {
        let token = await client.token(await client.application())
        client.advance(.minutes(14))
        #expect(await client.get("/identity/create?token=\(token)").status == 200)
        client.advance(.minutes(1))
        expectPage(
            await client.get("/identity/create?token=\(token)"), 410, "token.expired", "has expired",
            "2026-01-01T00:15:00.000Z", "http://127.0.0.1:4010/_drydock/clock", "new link")
    }

    @Test("a token that expires while the form is open makes no identity")
    func expiresMeanwhile() async {
        let visitor = await ConnectPageVisitor(client)
        await visitor.submit()
        client.advance(.minutes(15))
        await visitor.submit(["userName": "ada"])
        #expect(visitor.status == 410 && visitor.identityCount == 0)
    }

    @Test("an unknown token says what it may be", arguments: ["nope", "%3Cscript%3E"])
    func unknown(token: String) async {
        let page = await client.get("/identity/create?token=\(token)")
        expectPage(page, 404, "token.unknown", "unknown", "reset", "/_drydock/worlds", "new link")
        #expect(!page.text.contains("<script>"))
    }

    @Test("a missing token is a bad request", arguments: ["", "?token=", "?userName=Ada"])
    func missing(query: String) async {
        expectPage(await client.get("/identity/create\(query)"), 400, "token.missing", "no token", "new link")
        expectPage(await client.post("/identity/create\(query)", "step=welcome"), 400, "token.missing")
    }

    @Test(
        "a form that is none of the page's is a bad request",
        arguments: [
            "", "step=", "step=last", "step=welcome&action=leap", #"{"step":"welcome"}"#,
        ])
    func unreadable(form: String) async {
        let token = await client.token(await client.application())
        expectPage(
            await client.post("/identity/create?token=\(token)", form), 400, "form.invalid", "cannot be read")
        #expect(await client.get("/identity/create?token=\(token)").status == 200)
    }

    @Test("the token of a deleted application says that its site is gone")
    func applicationDeleted() async {
        let application = await client.application()
        let token = await client.token(application)
        _ = await client.delete("/v1/applications/\(application)")
        expectPage(
            await client.get("/identity/create?token=\(token)"), 404, "token.applicationDeleted", "gone", "new link")
    }

    @Test("a world without room says so and keeps the token good")
    func full() async {
        let visitor = await ConnectPageVisitor(AnchorClient { $0.objectLimit = 3 })
        await visitor.signIn("ada")
        expectPage(visitor.page, 507, "world.full", "no room", "/_drydock/reset")
        await visitor.reload()
        #expect(visitor.status == 200)
    }
}
