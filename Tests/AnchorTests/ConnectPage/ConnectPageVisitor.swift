import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

/// Goes through the hosted page as a browser without JavaScript does: sends back what is hidden in the page, and what is typed.
final class ConnectPageVisitor {
    let client: AnchorClient
    let token: String
    private(set) var page: AnchorAnswer
    /// The answer to the last form, before the browser went where it led.
    private(set) var answer: AnchorAnswer?
    /// Where the browser is.
    private(set) var address: String

    /// Opens the page.
    init(_ client: AnchorClient, token: String, query: String = "") async {
        self.client = client
        self.token = token
        client.key = nil
        address = "/identity/create?token=\(token)\(query)"
        page = await client.get(address)
    }

    /// Opens the page of a new application's new token.
    convenience init(_ client: AnchorClient = AnchorClient(), query: String = "") async {
        client.key = "sk-test"
        await self.init(client, token: await client.token(await client.application()), query: query)
    }

    var status: Int { page.status }
    var reason: String? { page.reason }
    var text: String { page.text }
    var location: String? { page.reply.headers[.location] }
    var heading: String { match(#/<h1>(.*?)<\/h1>/#) ?? "" }
    var complaint: String? { match(#/role="alert"[^>]*>(.*?)</#) }
    var identityCount: Int { client.store.snapshot.identities.count }

    /// The links that lead out of the page.
    var links: [String] { text.matches(of: #/ href="(.*?)"/#).map { String($0.1) } }

    /// What the page carries to the next step.
    var hidden: [String: String] {
        let found = text.matches(of: #/<input type="hidden" name="(.*?)" value="(.*?)">/#)
        return Dictionary(found.map { (String($0.1), String($0.2)) }) { first, _ in first }
    }

    /// Sends the page's form with what was typed.
    func submit(_ typed: [String: String] = [:]) async { await resend(hidden, typed) }

    /// Sends the form of a page that was shown before.
    func resend(_ hidden: [String: String], _ typed: [String: String] = [:]) async {
        let form = hidden.merging(typed) { _, typed in typed }
        let body = form.map { "\($0)=\(PercentCoding.encode($1))" }.sorted().joined(separator: "&")
        page = await client.post(address, body)
        answer = page
        // A browser goes where it is sent; what is not the page's is left to the test.
        if page.status == 303, let location, location.hasPrefix("/identity/create?") {
            address = location
            page = await client.get(location)
        }
    }

    func press(_ action: String) async { await submit(["action": action]) }

    /// The guided sign-in from the first step on.
    func signIn(_ userName: String, password: String = "any") async {
        await submit()
        await submit(["userName": userName])
        await submit(["password": password])
    }

    func reload() async { page = await client.get(address) }

    private func match(_ pattern: Regex<(Substring, Substring)>) -> String? {
        text.firstMatch(of: pattern).map { String($0.1) }
    }
}
