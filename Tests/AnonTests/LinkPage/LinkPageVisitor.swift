import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anon

/// Goes through the Link page as a browser without JavaScript does: sends back what is hidden in the page, and what is typed.
final class LinkPageVisitor {
    let client: AnonClient
    private(set) var page: AnonAnswer
    /// The answer to the last form, before the browser went where it led.
    private(set) var answer: AnonAnswer?
    /// Where the browser is.
    private(set) var address: String

    /// Opens the page of a link with these parameters besides, or in place of, those of a good link.
    init(
        _ client: AnonClient = AnonClient(), _ parameters: [String: String?] = [:], user: String = "ada",
        referrer: String? = nil
    ) async {
        self.client = client
        address = "/link?\(await client.linkQuery(parameters, user: user))"
        client.bearer = nil
        client.headers[.referer] = referrer
        page = await client.get(address)
        client.headers[.referer] = nil
    }

    var status: Int { page.status }
    var reason: String? { page.reason }
    var text: String { page.text }
    var location: String? { page.reply.headers[.location] }
    var heading: String { match(#/<h1>(.*?)<\/h1>/#)?.replacing(#/<[^>]*>/#, with: "") ?? "" }
    var complaint: String? { match(#/<p class="alert" role="alert"[^>]*>(.*?)</#) }

    /// The links that lead out of the page.
    var links: [String] { text.matches(of: #/<a class="button" href="(.*?)"/#).map { Self.plain($0.1) } }

    /// Where a page without a form is read again.
    var refresh: String? { match(#/<meta http-equiv="refresh" content="1; url=(.*?)">/#).map { Self.plain($0) } }

    /// What the page carries to the next step.
    var hidden: [String: String] {
        let found = text.matches(of: #/<input type="hidden" name="(.*?)" value="(.*?)">/#)
        return Dictionary(found.map { (String($0.1), Self.plain($0.2)) }) { first, _ in first }
    }

    /// Sends the page's form with what was typed.
    func submit(_ typed: [String: String] = [:]) async {
        let form = hidden.merging(typed) { _, typed in typed }
        page = await client.post(address, AnonClient.query(form.mapValues { $0 }))
        answer = page
        // A browser goes where it is sent; what is not the page's is left to the test.
        if page.status == 303, let location, location.hasPrefix("/link?") {
            address = location
            page = await client.get(location)
        }
    }

    func press(_ action: String) async { await submit(["action": action]) }

    /// From the first step to the sign-in.
    func goToSignIn() async {
        await submit()
        await submit()
    }

    func signIn(_ userName: String, password: String = "any") async {
        await goToSignIn()
        await submit(["userName": userName, "password": password])
    }

    /// Waits as the page's refresh does.
    func readAgain() async { page = await client.get("/link\(refresh ?? "")") }

    func reload() async { page = await client.get(address) }

    private static func plain(_ text: some StringProtocol) -> String {
        String(text).replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }

    private func match(_ pattern: Regex<(Substring, Substring)>) -> String? {
        text.firstMatch(of: pattern).map { String($0.1) }
    }
}
