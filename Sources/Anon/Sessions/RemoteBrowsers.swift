import Browsers
import HTTPTypes
import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// A browser of Anon's that was handed out for a user's sessions (anon.md 3.5).
struct RemoteBrowser: Codable, Sendable, Equatable {
    let id: String
    let user: AppUserKey
    let apps: [String]
    let usesProxy: Bool
    let startedAt: Moment
}

// MARK: - Transitions

/// Browsers that were handed out.
extension AnonState {
    /// Hands out a browser with a user's sessions.
    ///
    /// Throws the failed look-up of the user as it is relayed, 404 and 403 for a session that the caller cannot use, 507
    /// when the world is full.
    fileprivate mutating func startBrowser(
        _ body: CreateCdpUrl.Body, for caller: Caller, _ turn: AnonTurn
    ) throws(AnonProblem) -> RemoteBrowser {
        let user = try user(body.appUserID, signedInAt: body.apps, for: caller, turn)
        _ = try reserve(turn.policies)
        let browser = RemoteBrowser(
            id: ids.uuid(), user: user.key, apps: body.apps, usesProxy: body.usesProxy, startedAt: turn.now)
        remoteBrowsers[browser.id] = browser
        return browser
    }
}

// MARK: - Operations

/// Remote browsers (anon.md 3.5).
extension Endpoint {
    static let createCdpUrl = Endpoint(
        "anon.createCdpUrl", .post, "/account/api/v1/cdpUrl", "Hand out a remote browser with a user's sessions",
        provenance: .undocumented,
        choice: """
            Only the success is known. A user who never linked gets the published text of the look-up, `Error \
            translating external user id: 404 - Not Found`, or that of its 500 (policy `translation`); an app without \
            an active session answers 404 `Session not found`. No browser answers at `cdpUrl`.
            """)
    static let openLiveStream = Endpoint(
        "anon.openLiveStream", .get, "/live/{browserId}", "Watch a remote browser", provenance: .ours,
        choice: """
            The vendor publishes neither path nor page. What the browser shows in front, as it changes; who opens the \
            page may use it. Where Drydock runs no browsers, a plain page with what it was handed out for; 404 for an \
            unknown browser.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /account/api/v1/cdpUrl` | 200 `CreateCdpUrl.Reply` |
/// | `GET /live/{browserId}` | 200 `LiveScreen` or `LiveStreamPage`, 404 `MissingBrowserPage` |
/// | `GET /live/{browserId}/frames` | 200 pictures without an end |
/// | `GET /live/{browserId}/page` | 200 `LiveStreamPageReply` |
/// | `POST /live/{browserId}/input` | 200 `{success: true}` |
enum RemoteBrowserController {
    static let routes: [Route<AnonStore>] = [
        Route(.createCdpUrl, for: AnonAccess.backendWriting, handle: create),
        Route(.openLiveStream, handle: open),
        Route(.streamLiveStream, waiting: stream),
        Route(.getLiveStreamPage, waiting: page),
        Route(.sendLiveStreamInput, waiting: send),
    ]

    @Sendable private static func create(_ call: AnonCall, caller: Caller) throws -> Reply {
        let body = try CreateCdpUrl.Body(call.members())
        let browser = try call.update { try $0.startBrowser(body, for: caller, $1) }
        let addresses = RemoteBrowserAddresses(of: browser.id, from: call.exchange.origin)
        return .json(.ok, CreateCdpUrl.Reply(addresses: addresses))
    }

    @Sendable private static func open(_ call: AnonCall) -> Reply {
        let id = call.parameter("browserId")
        guard let browser = call.store.read({ $0.remoteBrowsers[id] }) else {
            return MissingBrowserPage(browserID: id).reply(
                Reason(AnonReason.browserUnknown, "No remote browser has \(id)."))
        }
        return call.store.browsers.areConfigured ? screen(of: id) : LiveStreamPage(browser).reply
    }
}

// MARK: - Wire forms

/// `POST /account/api/v1/cdpUrl` (anon.md 3.5)
private enum CreateCdpUrl {
    struct Body: Sendable {
        /// Each once, in the order in which they were named.
        let apps: [String]
        let appUserID: String
        let usesProxy: Bool

        init(_ fields: Fields) throws(FieldComplaint) {
            let named: [String] = try fields.required("apps")
            guard !named.isEmpty, !named.contains("") else {
                throw fields.complaint("apps", "must name at least one app")
            }
            var seen: Set<String> = []
            apps = named.filter { seen.insert($0).inserted }
            appUserID = try fields.filled("appUserId")
            usesProxy = try fields.optional("proxy") ?? false
        }
    }

    struct Reply: JSONWritable {
        let addresses: RemoteBrowserAddresses

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("cdpUrl", addresses.cdp)
                json.member("liveStreamingUrl", addresses.liveStream)
            }
        }
    }
}

/// The URLs that lead to a remote browser: to Drydock itself, the way the client came.
private struct RemoteBrowserAddresses: Sendable {
    /// For a DevTools client.
    let cdp: String
    /// The page for an iframe.
    let liveStream: String

    init(of browserID: String, from origin: Origin) {
        let id = PercentCoding.encode(browserID)
        cdp = "\(origin.webSocketURL)/cdp/\(id)"
        liveStream = "\(origin.url)/live/\(id)"
    }
}

// MARK: - Pages

/// What stands in for a remote browser's picture: for whom it was handed out, and for what.
private struct LiveStreamPage {
    private let browser: RemoteBrowser

    init(_ browser: RemoteBrowser) {
        self.browser = browser
    }

    var reply: Reply {
        FactsPage.reply(
            .ok, title: "Remote browser", vendor: "Anon",
            content: """
                \(FactsPage.withoutBrowser)
                <p>This is what it was handed out for:</p>
                <section class="browser" aria-label="Remote browser">
                <p class="bar">about:blank</p>
                <div class="view">
                \(FactsPage.list(facts))
                </div>
                </section>
                """)
    }

    private var facts: [(String, String)] {
        [
            ("Browser", browser.id),
            ("App user", browser.user.externalID),
            ("Signed in at", browser.apps.joined(separator: ", ")),
            ("Proxy", browser.usesProxy ? "Anon's" : "none"),
            ("Started", browser.startedAt.description),
        ]
    }
}

/// What the page shows for a remote browser that is not there, and what to do about it.
private struct MissingBrowserPage {
    let browserID: String

    func reply(_ reason: Reason) -> Reply {
        FactsPage.reply(
            .notFound, title: "Remote browser not found", vendor: "Anon",
            content: """
                <p>No remote browser has the id <code>\(HTMLText.escape(browserID))</code>.</p>
                <ul>
                <li>Use the <code>liveStreamingUrl</code> that <code>POST /account/api/v1/cdpUrl</code> answers, \
                unchanged.</li>
                <li>Ask for a new browser if Drydock was restarted or its world was reset since.</li>
                </ul>
                """, reason: reason)
    }
}
