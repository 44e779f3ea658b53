import Kernel
import KernelHTTP

/// Ids, names and sites that may be there once only.
extension AnchorSeed {
    private struct Entry {
        let path: [String]
        let kind: String
        let value: String
    }

    func duplicates() -> [SectionComplaint] {
        var seen: Set<String> = []
        return (ids + applicationNames + sites + profileNames).compactMap { entry in
            guard !seen.insert("\(entry.kind) \(entry.value)").inserted else { return nil }
            return SectionComplaint(path: entry.path, problem: "the \(entry.kind) \"\(entry.value)\" is given twice")
        }
    }

    private var ids: [Entry] {
        Self.entries("applications", "id", "id", (applications ?? []).map(\.id))
            + Self.entries("authFlows", "id", "id", (authFlows ?? []).map(\.id))
            + Self.entries("identities", "id", "id", (identities ?? []).map(\.id))
            + Self.entries("sessions", "id", "id", (sessions ?? []).map(\.id))
    }

    private var applicationNames: [Entry] {
        Self.entries("applications", "name", "application name", (applications ?? []).map(\.name))
    }

    private var sites: [Entry] {
        Self.entries(
            "applications", "source", "site", (applications ?? []).map { WebAddress(site: $0.source)?.origin })
    }

    private var profileNames: [Entry] {
        Self.entries("profiles", "name", "profile name", (profiles ?? []).map(\.name))
    }

    private static func entries(_ list: String, _ key: String, _ kind: String, _ values: [String?]) -> [Entry] {
        values.enumerated().compactMap { index, value in
            value.map { Entry(path: [list, "\(index)", key], kind: kind, value: $0) }
        }
    }
}
