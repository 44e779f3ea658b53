import Anon
import HTTPTypes
import HostedPages
import Kernel
import KernelHTTP

/// The page at `/`, and the refusals of requests that no operation can answer (Anon.md).
enum LandingPage {
    /// The answer to a request for `/` that is nobody's in particular, and to pages that a proxy is asked for over plain http;
    /// nil for all other requests, and for those that offer a WebSocket.
    static func reply(to exchange: Exchange, _ signposts: Signposts, destination: Destination) -> Reply? {
        let vendor = destination.router.vendor
        if signposts.isForProxy {
            exchange.note(operation: "anon.openTunnel")
            return vendor.reply(for: AnonProblem.plainHTTPThroughProxy)
        }
        guard destination.path == "/", !signposts.wantsWebSocket,
            exchange.head.method == .get || exchange.head.method == .head,
            exchange.query["sessionId"] == nil, exchange.query["token"] == nil
        else { return nil }
        exchange.note(operation: "drydock.openLandingPage")
        var page = Reply.page(.ok, html)
        page.headers[.contentSecurityPolicy] = policy
        page.headers[.referrerPolicy] = "no-referrer"
        page.headers[.xContentTypeOptions] = "nosniff"
        return page
    }

    private static let policy = """
        default-src 'none'; style-src \(PageLibrary.source(Array(style.utf8))); base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'
        """

    private static let style = """
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
        code { background: #8882; padding: .1em .3em; border-radius: .2em; }
        @media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #9cf; } }
        """

    private static let html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Drydock</title>
        <style>\(style)</style>
        <main>
        <h1>Drydock is running</h1>
        <p>A local fake of Anchor Browser’s and Anon’s APIs, for tests and development. Any API key works, for example
        <code>sk-test</code> and <code>anon_test</code>; <code>sk-test@NAME</code> gives a test its own world.</p>
        <ul>
        <li><a href="/_drydock/">Dashboard</a>: what came and why it was refused, flows, objects, clock, rules</li>
        <li><a href="/_drydock/operations">Operations</a>: what is simulated, and what is canned</li>
        <li><a href="/_drydock/requests">Journal</a> of the default world</li>
        <li><a href="/_drydock/credentials">Anon’s ready-made keys, ids and token</a> of the default world</li>
        <li><a href="/_drydock/faq">FAQ</a>: documented failures, each to be seen here, and what fixes them</li>
        <li><a href="/_drydock/docs">Documentation</a>, and <a href="/_drydock/llms.txt">llms.txt</a> for assistants</li>
        <li>OpenAPI: <a href="/_drydock/openapi/anchor.yaml">Anchor</a>, <a href="/_drydock/openapi/anon.yaml">Anon</a>,
        <a href="/_drydock/openapi.yaml">the control plane</a></li>
        </ul>
        </main>
        </html>
        """
}
