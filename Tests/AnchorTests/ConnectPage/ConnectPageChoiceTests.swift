import HashTreeCollections
import Kernel
import Testing

@testable import Anchor

@Suite("Hosted page: auth flows")
struct ConnectPageChoiceTests {
    private let client = AnchorClient()

    private func visitor(_ flows: String...) async -> ConnectPageVisitor {
        client.key = "sk-test"
        let application = await client.application()
        for flow in flows {
            let answer = await client.post("/v1/applications/\(application)/auth-flows", flow)
            #expect(answer.status == 201)
        }
        return await ConnectPageVisitor(client, token: await client.token(application))
    }

    @Test("recommended flows come first, the customer's before the default one")
    func order() async {
        let page = await visitor(
            #"{"name":"Plain","methods":["username_password"]}"#,
            #"{"name":"Own","methods":["custom"],"custom_fields":[{"name":"Branch"}],"is_recommended":true}"#)
        let names = page.text.matches(of: #/<label for="flow-\d">([^<]*?)\s*</#).map { String($0.1) }
        #expect(names == ["Own", "Standard authentication", "Plain"])
        #expect(page.text.matches(of: #/ checked/#).count == 1)
    }

    @Test("one flow is no choice")
    func noChoice() async {
        let page = await visitor()
        #expect(!page.text.contains("type=\"radio\"") && page.hidden["flow"] != nil)
    }

    @Test("the chosen flow's form is shown and its fields are stored")
    func custom() async throws {
        let page = await visitor(
            #"{"name":"Branch login","methods":["custom"],"custom_fields":[{"name":"Branch"},{"name":"Branch"}]}"#)
        let id = try #require(client.store.snapshot.applications.values.first?.authFlows.last?.id)
        await page.submit(["flow": id])
        #expect(page.text.contains("<label for=\"field-0\">Branch</label>"))
        await page.submit(["field-0": "12", "field-1": "34"])
        let identity = try #require(client.store.snapshot.identities.values.first)
        #expect(identity.name == "Unnamed Identity" && identity.authFlow == "Branch login")
        let fields = [Credential.CustomField(name: "Branch", value: "12"), .init(name: "Branch", value: "34")]
        #expect(identity.credentials == [.custom(fields: fields)])
    }

    @Test("a flow that was deleted while the page was open leads back to the choice")
    func flowGone() async throws {
        let page = await visitor(#"{"name":"Login","methods":["username_password"],"is_recommended":true}"#)
        await page.submit([
            "flow": try #require(page.text.firstMatch(of: #/name="flow" id="flow-0" value="(.*?)"/#)).1.description
        ])
        client.key = "sk-test"
        let application = try #require(client.store.snapshot.applications.values.first)
        _ = await client.delete("/v1/applications/\(application.id)/auth-flows/\(application.authFlows[1].id)")
        client.key = nil
        await page.submit(["userName": "ada", "password": "x"])
        #expect(page.status == 422 && page.reason == "form.flowGone" && page.heading.hasPrefix("Connect"))
        await page.signIn("ada")
        #expect(page.identityCount == 1)
    }

    @Test("an application whose flows are all deleted is signed in at step by step")
    func noFlows() async throws {
        let application = await client.application()
        let flow = try #require(client.store.snapshot.applications[application]?.authFlows.first)
        _ = await client.delete("/v1/applications/\(application)/auth-flows/\(flow.id)")
        let page = await ConnectPageVisitor(client, token: await client.token(application))
        await page.signIn("ada")
        #expect(client.store.snapshot.identities.values.map(\.authFlow) == [nil])
    }
}
