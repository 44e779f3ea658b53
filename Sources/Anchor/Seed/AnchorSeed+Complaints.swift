import Browsers
package import Kernel
import KernelHTTP

/// What only the whole section can see.
extension AnchorSeed {
    /// The same as `complaints(beside:)` where there is nothing beside it.
    package func complaints() -> [SectionComplaint] { complaints(beside: []) }

    /// Sources that are no URLs, references that lead nowhere, names and ids given twice, credentials without their keys, cookies
    /// that a browser would refuse.
    package func complaints(beside others: [any ScenarioSection]) -> [SectionComplaint] {
        let applications = applicationReferences
        return applicationComplaints() + flowComplaints(applications) + identityComplaints(applications)
            + sessionComplaints() + uploadComplaints() + volumeComplaints() + policyComplaints() + duplicates()
            + signInComplaints(beside: others)
            + taskResultComplaints()
            + taskComplaints(applications)
            + webhookComplaints()
            + pageComplaints()
            + signInFlowComplaints()
    }

    private func applicationComplaints() -> [SectionComplaint] {
        (applications ?? []).enumerated().compactMap { index, application in
            guard WebAddress(site: application.source) == nil else { return nil }
            return SectionComplaint(
                path: ["applications", "\(index)", "source"],
                problem: "\"\(application.source)\" is neither an http or https URL nor a host")
        }
    }

    private func flowComplaints(_ applications: KnownNames) -> [SectionComplaint] {
        (authFlows ?? []).enumerated().compactMap { index, flow in
            .missing(flow.application.text, "application", among: applications, at: ["authFlows", "\(index)"])
        }
    }

    private func identityComplaints(_ applications: KnownNames) -> [SectionComplaint] {
        (identities ?? []).enumerated().flatMap { index, identity in
            let path = ["identities", "\(index)"]
            var found: [SectionComplaint] = []
            if let complaint = SectionComplaint.missing(
                identity.application.text, "application", among: applications, at: path)
            {
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
        let known = KnownNames((identities ?? []).compactMap(\.id?.text))
        return (sessions ?? []).enumerated().flatMap { index, session in
            (session.identities ?? []).enumerated().compactMap { position, id in
                .missing(
                    id.text, "identity", among: known, at: ["sessions", "\(index)", "identities"], key: "\(position)")
            }
        }
    }

    private func policyComplaints() -> [SectionComplaint] {
        guard let limit = policies?.sessionRateLimit, limit.per <= .zero else { return [] }
        return [SectionComplaint(path: ["policies", "sessionRateLimit", "per"], problem: "must be longer than zero")]
    }

    private var applicationReferences: KnownNames {
        KnownNames((applications ?? []).flatMap { [$0.id?.text, $0.displayName].compactMap(\.self) })
    }

    // MARK: - Ids, names and sites that may be there once only

    private func duplicates() -> [SectionComplaint] {
        UniqueValue.complaints(
            about: ids + applicationNames + sites + profileNames + certificateNames + volumeNames + taskNames
                + signInHosts)
    }

    private var ids: [UniqueValue] {
        UniqueValue.each(["applications"], "id", "id", (applications ?? []).map(\.id?.text))
            + UniqueValue.each(["authFlows"], "id", "id", (authFlows ?? []).map(\.id?.text))
            + UniqueValue.each(["identities"], "id", "id", (identities ?? []).map(\.id?.text))
            + UniqueValue.each(["extensions"], "id", "id", (extensions ?? []).map(\.id?.text))
            + UniqueValue.each(["integrations"], "id", "id", (integrations ?? []).map(\.id?.text))
            + UniqueValue.each(["sessions"], "id", "id", (sessions ?? []).map(\.id?.text))
            + UniqueValue.each(["volumes"], "id", "id", (volumes ?? []).map(\.id?.text))
            + UniqueValue.each(["taskResults"], "id", "id", (taskResults ?? []).map(\.id))
            + UniqueValue.each(["webhooks"], "id", "id", (webhooks ?? []).map(\.id))
    }

    private var applicationNames: [UniqueValue] {
        UniqueValue.each(["applications"], "name", "application name", (applications ?? []).map(\.name))
    }

    private var sites: [UniqueValue] {
        UniqueValue.each(
            ["applications"], "source", "site", (applications ?? []).map { WebAddress(site: $0.source)?.origin })
    }

    private var certificateNames: [UniqueValue] {
        UniqueValue.each(["certificates"], "name", "certificate name", (certificates ?? []).map(\.name))
    }

    private var profileNames: [UniqueValue] {
        UniqueValue.each(["profiles"], "name", "profile name", (profiles ?? []).map(\.name))
    }
}
