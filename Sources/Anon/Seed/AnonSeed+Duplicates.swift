import Kernel

/// Ids, names and addresses that may be there once only.
extension AnonSeed {
    private struct Entry {
        let path: [String]
        let kind: String
        let value: String
        /// What else tells two apart that have the same value.
        var scope = ""
    }

    func duplicates() -> [SectionComplaint] {
        var seen: Set<[String]> = []
        return (ids + names + addresses + keys + users + sessions).compactMap { entry in
            if Self.readyMade[entry.kind] == entry.value {
                return SectionComplaint(
                    path: entry.path, problem: "the \(entry.kind) \"\(entry.value)\" is the ready-made set's")
            }
            guard !seen.insert([entry.kind, entry.scope, entry.value]).inserted else { return nil }
            return SectionComplaint(path: entry.path, problem: "the \(entry.kind) \"\(entry.value)\" is given twice")
        }
    }

    private static let readyMade = [
        "organization name": ReadyMadeSet.organizationName, "user pool name": ReadyMadeSet.userPoolName,
        "email": ReadyMadeSet.memberEmail,
    ]

    private var ids: [Entry] {
        let members = (organizations ?? []).enumerated().flatMap { index, organization in
            Self.entries(["organizations", "\(index)", "members"], "id", "id", (organization.members ?? []).map(\.id))
        }
        let sessions = (appUsers ?? []).enumerated().flatMap { index, user in
            Self.entries(["appUsers", "\(index)", "sessions"], "id", "id", (user.sessions ?? []).map(\.id))
        }
        return Self.entries(["organizations"], "id", "id", (organizations ?? []).map(\.id)) + members
            + Self.entries(["userPools"], "id", "id", (userPools ?? []).map(\.id))
            + Self.entries(["sdkClients"], "id", "id", (sdkClients ?? []).map(\.id))
            + Self.entries(["apps"], "id", "app", (apps ?? []).map(\.id)) + sessions
    }

    private var names: [Entry] {
        Self.entries(["organizations"], "name", "organization name", (organizations ?? []).map(\.name))
            + Self.entries(["userPools"], "name", "user pool name", (userPools ?? []).map(\.name))
    }

    private var addresses: [Entry] {
        (organizations ?? []).enumerated().flatMap { index, organization in
            Self.entries(
                ["organizations", "\(index)", "members"], "email", "email",
                (organization.members ?? []).map { $0.email.lowercased() })
        }
    }

    private var keys: [Entry] {
        Self.entries(["sdkClients"], "apiKey", "API key", (sdkClients ?? []).map(\.apiKey))
    }

    /// One external id is another user in each organisation and key space.
    private var users: [Entry] {
        (appUsers ?? []).enumerated().map { index, user in
            let organization = organization(referredToAs: user.organization).map(String.init) ?? ""
            return Entry(
                path: ["appUsers", "\(index)", "id"], kind: "app user", value: user.id,
                scope: "\(organization) \((user.environment ?? .sandbox).rawValue)")
        }
    }

    /// A user has one session at an app.
    private var sessions: [Entry] {
        (appUsers ?? []).enumerated().flatMap { index, user in
            (user.sessions ?? []).enumerated().map { position, session in
                Entry(
                    path: ["appUsers", "\(index)", "sessions", "\(position)", "app"], kind: "session at",
                    value: session.app, scope: "\(index)")
            }
        }
    }

    private static func entries(_ list: [String], _ key: String, _ kind: String, _ values: [String?]) -> [Entry] {
        values.enumerated().compactMap { index, value in
            value.map { Entry(path: list + ["\(index)", key], kind: kind, value: $0) }
        }
    }
}
