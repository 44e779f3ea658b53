import Browsers
import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// A site that users can link (anon.md 3.3).
struct AppIntegration: Codable, Sendable, Equatable {
    let id: String
    let displayName: String
    let iconURL: String
    /// Where a user signs in.
    let authURL: String
    /// Where a saved session is tried.
    let checkURL: String
    /// What browsers have of its sessions, unless a session has its own; nil for canned cookies and storage.
    var signedIn: StorageState?
}

extension AppIntegration {
    /// The sites that were seen in the vendor's own material (anon.md 3.3). Names are theirs, addresses are ours.
    static let builtIn: [AppIntegration] = [
        site("amazon", "Amazon", "www.amazon.com", signIn: "/ap/signin", check: "/gp/css/homepage.html"),
        site("delta", "Delta", "www.delta.com", signIn: "/login", check: "/myprofile"),
        site("facebook", "Facebook", "www.facebook.com", signIn: "/login", check: "/me"),
        site("github", "GitHub", "github.com", signIn: "/login", check: "/settings/profile"),
        site("instacart", "Instacart", "www.instacart.com", signIn: "/login", check: "/store/account"),
        site("instagram", "Instagram", "www.instagram.com", signIn: "/accounts/login", check: "/accounts/edit"),
        site("linkedin", "LinkedIn", "www.linkedin.com", signIn: "/login", check: "/feed"),
        site("netflix", "Netflix", "www.netflix.com", signIn: "/login", check: "/account"),
        site("opentable", "OpenTable", "www.opentable.com", signIn: "/authenticate/start", check: "/my/profile"),
        site("resy", "Resy", "resy.com", signIn: "/?view=login", check: "/account"),
        site("twitter", "Twitter", "twitter.com", signIn: "/login", check: "/home"),
        site("uber", "Uber", "www.uber.com", signIn: "/login", check: "/account"),
        site(
            "united_airlines", "United Airlines", "www.united.com", signIn: "/en/us/account", check: "/en/us/myunited"),
    ]

    private static func site(
        _ id: String, _ name: String, _ host: String, signIn: String, check: String
    ) -> AppIntegration {
        AppIntegration(
            id: id, displayName: name, iconURL: "https://\(host)/favicon.ico", authURL: "https://\(host)\(signIn)",
            checkURL: "https://\(host)\(check)")
    }
}

// MARK: - Look-ups

/// The sites that a world knows.
extension AnonState {
    /// The site of this id, a scenario's before a built-in one.
    func appIntegration(_ id: String) -> AppIntegration? {
        customApps[id] ?? AppIntegration.builtIn.first { $0.id == id }
    }

    /// All sites by id.
    var appIntegrations: [AppIntegration] {
        let custom = customApps.values.map { $0 }
        let builtIn = AppIntegration.builtIn.filter { customApps[$0.id] == nil }
        return (custom + builtIn).sorted { $0.id < $1.id }
    }
}

// MARK: - Operations

/// App integrations (anon.md 3.3).
extension Endpoint {
    static let getAppIntegration = Endpoint(
        "anon.getAppIntegration", .get, "/account/api/v1/appIntegration", "Read one app, or list them all",
        provenance: .undocumented,
        choice: """
            Credentials and bodies are inferred. The list's members are those of the vendor's client library; the \
            single app adds `authUrl` and `checkUrl`. One app takes an app user id token with its client's id, as the \
            Link page sends them; the list takes an API key as well.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /account/api/v1/appIntegration?id=` | 200 `GetAppIntegration.Reply` |
/// | `GET /account/api/v1/appIntegration` | 200 `ListAppIntegrations.Reply` |
enum AppIntegrationController {
    static let routes: [Route<AnonStore>] = [
        Route(.getAppIntegration, for: reader, waiting: { call, _ in try get(call) })
    ]

    /// One app is what the Link page asks for, so it takes the end user's token; the list is also for backends.
    @Sendable private static func reader(_ call: AnonCall) async throws -> AccountCaller {
        call.query("id") == nil
            ? try await AnonAccess.anyone(call) : .appUser(try await AppUserAccess.appUser(call))
    }

    private static func get(_ call: AnonCall) throws -> Reply {
        guard let id = call.query("id") else {
            return .json(.ok, ListAppIntegrations.Reply(integrations: call.store.read { $0.appIntegrations }))
        }
        guard let integration = call.store.read({ $0.appIntegration(id) }) else {
            throw AnonProblem.notFound(.app, id)
        }
        return .json(.ok, GetAppIntegration.Reply(integration: integration))
    }
}

// MARK: - Wire forms

/// `GET /account/api/v1/appIntegration?id=` (anon.md 3.3; the body is inferred)
private enum GetAppIntegration {
    struct Reply: JSONWritable {
        let integration: AppIntegration

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", integration.id)
                json.member("displayName", integration.displayName)
                json.member("iconUrl", integration.iconURL)
                json.member("authUrl", integration.authURL)
                json.member("checkUrl", integration.checkURL)
            }
        }
    }
}

/// `GET /account/api/v1/appIntegration` without `id` (anon.md 3.3)
private enum ListAppIntegrations {
    struct Reply: JSONWritable {
        let integrations: [AppIntegration]

        func write(to json: inout JSONWriter) {
            json.object { $0.member("apps", integrations.map(Item.init)) }
        }
    }

    struct Item: JSONWritable {
        let integration: AppIntegration

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", integration.id)
                json.member("displayName", integration.displayName)
                json.member("iconUrl", integration.iconURL)
            }
        }
    }
}
