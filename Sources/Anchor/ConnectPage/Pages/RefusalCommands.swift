import HashTreeCollections
import Kernel
import KernelHTTP

/// The commands that refusal pages give, filled in with what is known of the token.
struct RefusalCommands: Sendable {
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

    /// Where the application is.
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
