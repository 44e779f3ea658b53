package import Kernel
import KernelHTTP

/// What only the whole section can see.
extension AnchorSeed {
    /// Sources that are no URLs, references that lead nowhere, names and ids given twice, credentials without their keys.
    package func complaints() -> [SectionComplaint] {
        applicationComplaints() + flowComplaints() + identityComplaints() + sessionComplaints() + policyComplaints()
            + duplicates()
    }

    private func applicationComplaints() -> [SectionComplaint] {
        (applications ?? []).enumerated().compactMap { index, application in
            guard WebAddress(site: application.source) == nil else { return nil }
            return SectionComplaint(
                path: ["applications", "\(index)", "source"],
                problem: "\"\(application.source)\" is neither an http or https URL nor a host")
        }
    }

    private func flowComplaints() -> [SectionComplaint] {
        (authFlows ?? []).enumerated().compactMap { index, flow in
            missing(flow.application, "application", among: applicationReferences, at: ["authFlows", "\(index)"])
        }
    }

    private func identityComplaints() -> [SectionComplaint] {
        (identities ?? []).enumerated().flatMap { index, identity in
            let path = ["identities", "\(index)"]
            var found: [SectionComplaint] = []
            if let complaint = missing(identity.application, "application", among: applicationReferences, at: path) {
                found.append(complaint)
            }
            if let metadata = identity.metadata, metadata.object == nil {
                found.append(
                    SectionComplaint(path: path + ["metadata"], problem: "must be a mapping, not \(metadata.kind)"))
            }
            for (position, credential) in (identity.credentials ?? []).enumerated() where credential.credential == nil {
                found.append(
                    SectionComplaint(
                        path: path + ["credentials", "\(position)"],
                        problem: "a credential of type \(credential.type.rawValue) needs \(credential.neededKeys)"))
            }
            return found
        }
    }

    private func sessionComplaints() -> [SectionComplaint] {
        let known = (identities ?? []).compactMap(\.id)
        return (sessions ?? []).enumerated().flatMap { index, session in
            (session.identities ?? []).enumerated().compactMap { position, id in
                missing(id, "identity", among: known, at: ["sessions", "\(index)", "identities"], key: "\(position)")
            }
        }
    }

    private func policyComplaints() -> [SectionComplaint] {
        guard let limit = policies?.sessionRateLimit, limit.per <= .zero else { return [] }
        return [SectionComplaint(path: ["policies", "sessionRateLimit", "per"], problem: "must be longer than zero")]
    }

    private var applicationReferences: [String] {
        (applications ?? []).flatMap { [$0.id, $0.displayName].compactMap(\.self) }
    }

    private func missing(
        _ reference: String, _ kind: String, among known: [String], at path: [String], key: String? = nil
    ) -> SectionComplaint? {
        if known.contains(reference) { return nil }
        let nearest = TextSuggestion.nearest(to: reference, among: known)
        let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
        return SectionComplaint(path: path + [key ?? kind], problem: "there is no \(kind) \"\(reference)\"\(hint)")
    }
}

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
