import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP
import Testing
import Tokens

@testable import Anon

@Suite("Link page: refusals")
struct LinkPageRefusalTests {
    /// A link with one thing wrong in its credentials, and the reason.
    enum Mistake: String, CaseIterable, Sendable {
        case noKid = "jwt.noKid"
        case unknownKid = "jwt.unknownKid"
        case wrongKey = "jwt.badSignature"
        case expired = "jwt.expired"
        case notYetValid = "jwt.notYetValid"
        case noSub = "jwt.noSubject"
        case algNone = "jwt.algorithmNone"
        case hs256PublicKey = "jwt.algorithmRefused"
        case notAToken = "jwt.malformed"
        case serviceClient = "client.isService"
        case unknownClient = "client.unknown"
        case otherPool = "jwt.otherPool"

        func parameters(_ client: AnonClient) async -> [String: String?] {
            if let mistake = TokenMistake.allCases.first(where: { "\($0)" == "\(self)" }) {
                return ["appUserIdToken": await client.token("ada", mistake: mistake)]
            }
            switch self {
            case .serviceClient: return ["clientId": client.readyMade.serviceClientID]
            case .unknownClient: return ["clientId": AnonClient.unknownID]
            case .otherPool: return ["clientId": await client.webappClient(await client.userPool())]
            default: return ["appUserIdToken": "nonsense"]
            }
        }
    }

    @Test(
        "refused credentials open the page, which knows the reason, and are refused at its form",
        arguments: Mistake.allCases)
    func credentials(mistake: Mistake) async {
        let client = AnonClient()
        let visitor = await LinkPageVisitor(client, await mistake.parameters(client))
        #expect(visitor.status == 200 && visitor.heading == "Connect LinkedIn" && visitor.reason == mistake.rawValue)
        #expect(visitor.text.contains("href=\"/_drydock/faq/\(mistake.rawValue)\""))
        #expect(client.store.snapshot.refusedLinkPages["linkedin"] == true)
        await visitor.submit()
        #expect(visitor.status == 401 && visitor.reason == mistake.rawValue)
        #expect(visitor.heading == "This link is not authorized" && !visitor.text.contains("<form"))
        let back = "\(AnonClient.redirect)?type=error&status=error&error_code=bad_authorization&state=%7B%7D"
        #expect(visitor.links == [back])
        for step in LinkFlow.Step.allCases {
            let form = ["step": step.rawValue, "userName": "ada", "password": "x", "code": "123456"]
            await visitor.submit(form)
            #expect(visitor.status == 401, "\(step)")
        }
        #expect(client.store.snapshot.appUsers.isEmpty)
    }

    @Test("the page can be left even with refused credentials")
    func cancelling() async {
        let visitor = await LinkPageVisitor(AnonClient(), ["clientId": AnonClient.unknownID])
        await visitor.press("cancel")
        #expect(visitor.status == 303)
    }

    @Test(
        "the script asks the API's host with the link's credentials",
        arguments: [
            ("127.0.0.1:4010", "http://127.0.0.1:4010"),
            ("link.svc.sandbox.anon.localhost:4010", "http://svc.sandbox.anon.localhost:4010"),
        ])
    func script(authority: String, api: String) async {
        let client = AnonClient()
        client.authority = authority
        let token = await client.token("ada")
        let visitor = await LinkPageVisitor(client, ["linkId": "l 1", "appUserIdToken": token])
        let check = "\(api)/account/api/v1/appIntegration?id=linkedin&amp;linkId=l%201"
        #expect(
            visitor.text.contains(
                "data-check=\"\(check)\" data-token=\"\(token)\" data-client=\"\(client.readyMade.webappClientID)\""))
        #expect(visitor.page.header("Content-Security-Policy")?.contains("connect-src \(api);") == true)
    }

    @Test("good credentials take back that a page was refused")
    func refusedLinkPages() async {
        let client = AnonClient()
        #expect(client.store.snapshot.refusedLinkPages["linkedin"] == nil)
        _ = await LinkPageVisitor(client, ["clientId": AnonClient.unknownID])
        #expect(client.store.snapshot.refusedLinkPages["linkedin"] == true)
        _ = await LinkPageVisitor(client)
        #expect(client.store.snapshot.refusedLinkPages["linkedin"] == false)
        #expect(client.store.snapshot.refusedLinkPages["uber"] == nil)
    }

    @Test("pages for apps of any name do not fill a world")
    func bounded() async {
        let client = AnonClient { $0.objectLimit = 12 }
        for number in 0..<20 {
            let visitor = await LinkPageVisitor(client, ["app": "site\(number)", "authUrl": "https://a.example/"])
            #expect(visitor.status == 200)
        }
        #expect(client.store.snapshot.objectCount == 12)
    }

    static let wrong: [([String: String?], Int, String)] = [
        (["app": nil], 400, "link.missingParameter"), (["app": ""], 400, "link.missingParameter"),
        (["clientId": nil], 400, "link.missingParameter"), (["appUserIdToken": nil], 400, "link.missingParameter"),
        (["app": "nope"], 404, "app.unknown"), (["redirectUrl": "done"], 400, "link.badRedirect"),
        (["redirectUrl": "javascript:alert(1)"], 400, "link.badRedirect"),
        (["companyLogo": "javascript:alert(1)"], 400, "link.badAddress"),
        (["iconUrl": "data:image/svg+xml,x"], 400, "link.badAddress"),
        (["authUrl": "vbscript:x"], 400, "link.badAddress"), (["checkUrl": "x"], 400, "link.badAddress"),
    ]

    @Test("parameters that are missing or wrong say what to do", arguments: wrong)
    func parameters(parameters: [String: String?], status: Int, reason: String) async {
        let visitor = await LinkPageVisitor(AnonClient(), parameters)
        for _ in 1...2 {
            #expect(visitor.status == status && visitor.reason == reason)
            #expect(visitor.text.contains("What to do") && visitor.text.contains("/link/url"))
            #expect(!visitor.text.contains("<form") && visitor.links.isEmpty)
            await visitor.submit(["step": "signIn", "userName": "ada", "password": "x"])
        }
        #expect(visitor.client.store.snapshot.appUsers.isEmpty)
    }

    @Test(
        "a form that is none of the page's is a bad request",
        arguments: [["step": "last"], ["step": ""], ["action": "leap"], ["step": "Signin"]])
    func unreadable(form: [String: String]) async {
        let visitor = await LinkPageVisitor()
        await visitor.submit(form)
        #expect(visitor.status == 400 && visitor.reason == "form.invalid")
    }

    @Test("a world without room says so and goes back with an internal error")
    func full() async {
        let client = AnonClient()
        let limit = client.store.snapshot.objectCount + 1
        let visitor = await LinkPageVisitor(AnonClient { $0.objectLimit = limit })
        await visitor.signIn("ada")
        #expect(visitor.status == 507 && visitor.reason == "world.full")
        #expect(visitor.links.first?.contains("error_code=anon_internal_error") == true)
        let state = visitor.client.store.snapshot
        #expect(state.appUsers.isEmpty && state.sessions.isEmpty)
    }
}
