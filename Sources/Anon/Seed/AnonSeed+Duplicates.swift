import Kernel

/// Ids, names and addresses that may be there once only.
extension AnonSeed {
    private struct Entry {
        let path: [String]
        let kind: String
        let value: String
    }

    func duplicates() -> [SectionComplaint] {
        var seen: Set<String> = []
        return (ids + names + addresses + keys).compactMap { entry in
            guard !seen.insert("\(entry.kind) \(entry.value)").inserted else { return nil }
            return SectionComplaint(path: entry.path, problem: "the \(entry.kind) \"\(entry.value)\" is given twice")
        }
    }

    private var ids: [Entry] {
        Self.entries("organizations", "id", "id", (organizations ?? []).map(\.id))
            + Self.entries("userPools", "id", "id", (userPools ?? []).map(\.id))
            + Self.entries("sdkClients", "id", "id", (sdkClients ?? []).map(\.id))
            + Self.entries("apps", "id", "app", (apps ?? []).map(\.id))
            + Self.entries(
                "appUsers", "id", "app user",
                (appUsers ?? []).map { "\($0.id)" + ($0.organization.map { " of \($0)" } ?? "") })
    }

    private var names: [Entry] {
        Self.entries("organizations", "name", "organization name", (organizations ?? []).map(\.name))
            + Self.entries("userPools", "name", "user pool name", (userPools ?? []).map(\.name))
    }

    private var addresses: [Entry] {
        (organizations ?? []).enumerated().flatMap { index, organization in
            (organization.members ?? []).enumerated().map { position, member in
                Entry(
                    path: ["organizations", "\(index)", "members", "\(position)", "email"], kind: "email",
                    value: member.email.lowercased())
            }
        }
    }

    private var keys: [Entry] {
        Self.entries("sdkClients", "apiKey", "API key", (sdkClients ?? []).map(\.apiKey))
    }

    private static func entries(_ list: String, _ key: String, _ kind: String, _ values: [String?]) -> [Entry] {
        values.enumerated().compactMap { index, value in
            value.map { Entry(path: [list, "\(index)", key], kind: kind, value: $0) }
        }
    }
}
