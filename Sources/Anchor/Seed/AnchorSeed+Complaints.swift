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
