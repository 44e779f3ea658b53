import HTTPTypes
import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// The page for a link that leads nowhere: what happened, when, and what to do next.
struct ConnectRefusalPage: Sendable {
    private let status: HTTPResponse.Status
    private let heading: String
    private let advice: [Advice]
    private let reason: Reason
    private var wayBack: String?

    /// The page for a token that permits nothing.
    init(_ refusal: IdentityTokenRefusal, token: String, call: AnchorCall) {
        let commands = RefusalCommands(token: token, call: call)
        status = refusal.status
        reason = refusal.reason
        switch refusal {
        case .alreadyUsed:
            heading = "This link was already used"
            wayBack = commands.callbackOrigin
            advice = [
                Advice(text: "If you signed in in another tab or window, go on there."),
                Advice(text: "Make a new link: issue another token.", command: commands.issueToken),
                Advice(text: "See which identities there are.", command: commands.listIdentities),
            ]
        case .expired:
            heading = "This link has expired"
            advice = [
                Advice(text: "Make a new link: issue another token.", command: commands.issueToken),
                Advice(
                    text: "Stop the clock first, if links are to stay good while you look at your code. "
                        + "It is \(call.now) here.",
                    command: commands.freezeClock),
            ]
        case .unknown:
            heading = "This link is unknown"
            advice = [
                Advice(text: "Check that the address is whole: it has the token unchanged in it."),
                Advice(
                    text:
                        "Make a new link if Drydock was restarted or its world was reset since. Worlds that there are:",
                    command: commands.listWorlds),
                Advice(text: "See which tokens were issued here.", command: commands.listIssued),
            ]
        case .applicationDeleted:
            heading = "The site of this link is gone"
            advice = [
                Advice(
                    text: "Create the application again and make a new link.", command: commands.createApplication)
            ]
        case .worldIsFull:
            heading = "There is no room for an identity"
            advice = [
                Advice(
                    text: "Empty the world and make a new link; or delete what is not needed.", command: commands.reset)
            ]
        }
    }

    /// The page for the form that comes a second time, where the world's choice is to refuse it (policy `repeatedForm`).
    init(repeating end: AnchorState.RepeatedEnd) {
        status = .conflict
        heading = "This form was sent twice"
        advice = [
            Advice(text: "Return to the application; its callback is told of what the first one did."),
            Advice(text: "A button that is pressed twice in quick succession sends its form twice."),
        ]
        reason = .formSentTwice(end.visit)
        wayBack = end.completion.callback
    }

    private init(heading: String, advice: [Advice], reason: Reason) {
        status = .badRequest
        self.heading = heading
        self.advice = advice
        self.reason = reason
    }

    /// The page for an address without a token.
    static let missingToken = ConnectRefusalPage(
        heading: "This link has no token",
        advice: [
            Advice(
                text:
                    "Make a new link: put the token that POST /v1/applications/{applicationId}/tokens answers into it.",
                command: "/identity/create?token=…")
        ],
        reason: Reason(AnchorReason.tokenMissing, "The query has no token, or an empty one."))

    /// The page for a form that is not the hosted page's.
    static let unreadableForm = ConnectRefusalPage(
        heading: "This form cannot be read",
        advice: [
            Advice(text: "Open the link again; nothing was spent."),
            Advice(
                text: "Programs rather finish a visit with POST /_drydock/identity-tokens/{token}/complete. "
                    + "The form is application/x-www-form-urlencoded, and its step is one of "
                    + ConnectFlow.Step.allCases.map(\.rawValue).joined(separator: ", ") + "."),
        ],
        reason: Reason(SignInReason.formInvalid, "The form has no step that there is, or no action that there is."))

    var reply: Reply {
        let view = RefusalView(heading: heading, reason: reason, advice: advice, wayBack: wayBack)
        return ConnectPages.reply(status, .refusal, view, reason: reason)
    }
}

/// The commands that refusal pages give, filled in with what is known of the token.
private struct RefusalCommands: Sendable {
    private let api: String
    private let drydock: String
    private let applicationID: String
    private let callback: String
    private let site: String

    init(token: String, call: AnchorCall) {
        api = call.exchange.origin.sibling("api").url
        drydock = "\(call.exchange.origin.url)/_drydock"
        let known = call.store.read { state in
            state.identityTokens[token].map { ($0.grant, state.applications[$0.grant.applicationID]?.site) }
        }
        applicationID = known?.0.applicationID ?? "APPLICATION_ID"
        callback = known?.0.callback ?? "https://app.example.com/callback"
        site = known?.1 ?? "https://example.com"
    }

    /// The site that the callback leads to, if it is a URL.
    var callbackOrigin: String? { WebAddress(callback)?.origin }
    var issueToken: String {
        post("/v1/applications/\(PercentCoding.encode(applicationID))/tokens", ["callbackUrl": .string(callback)])
    }
    var createApplication: String { post("/v1/applications", ["source": .string(site)]) }
    var listIdentities: String {
        curl(
            "\(api)/v1/applications/\(PercentCoding.encode(applicationID))/identities", "-H 'anchor-api-key: YOUR_KEY'")
    }
    var freezeClock: String { curl("\(drydock)/clock", "-d '{\"freeze\":true}'") }
    var listWorlds: String { curl("\(drydock)/worlds") }
    var listIssued: String { curl("\(drydock)/requests?operation=anchor.createIdentityToken") }
    var reset: String { curl("\(drydock)/reset", "-X POST") }

    private func post(_ path: String, _ body: JSONObject) -> String {
        let json = String(decoding: JSONWriter.bytes(body), as: UTF8.self)
        return curl("\(api)\(path)", "-H 'anchor-api-key: YOUR_KEY'", "-d \(Self.quoted(json))")
    }

    private func curl(_ url: String, _ options: String...) -> String {
        (["curl \(Self.quoted(url))"] + options).joined(separator: " \\\n  ")
    }

    /// The text as one word of a shell's command.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
}
