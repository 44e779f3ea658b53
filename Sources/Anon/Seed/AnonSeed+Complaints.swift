package import Kernel
import KernelHTTP

/// What only the whole section can see.
extension AnonSeed {
    /// References that lead nowhere or to another organisation, ids, names and addresses given twice, keys of no form, tunnel
    /// addresses that are none.
    package func complaints() -> [SectionComplaint] {
        referenceComplaints() + ownershipComplaints() + keyComplaints() + tunnelComplaints() + duplicates()
    }

    private func referenceComplaints() -> [SectionComplaint] {
        let pools = (userPools ?? []).enumerated().compactMap { index, pool in
            missing(pool.organization, "organization", among: organizationReferences, at: ["userPools", "\(index)"])
        }
        let clients = (sdkClients ?? []).enumerated().flatMap { index, client in
            [
                missing(
                    client.organization, "organization", among: organizationReferences, at: ["sdkClients", "\(index)"]),
                missing(client.userPool, "userPool", among: poolReferences, at: ["sdkClients", "\(index)"]),
            ].compactMap(\.self)
        }
        let users = (appUsers ?? []).enumerated().compactMap { index, user in
            missing(user.organization, "organization", among: organizationReferences, at: ["appUsers", "\(index)"])
        }
        return pools + clients + users
    }

    private func keyComplaints() -> [SectionComplaint] {
        let clients = (sdkClients ?? []).enumerated().compactMap { index, client -> SectionComplaint? in
            let path = ["sdkClients", "\(index)"]
            if client.kind == .application, client.apiKey != nil {
                return SectionComplaint(path: path + ["apiKey"], problem: "only a service client has a key")
            }
            if client.kind == .service, client.userPool != nil {
                return SectionComplaint(path: path + ["userPool"], problem: "only a webapp (application) has a pool")
            }
            return client.apiKey.flatMap { Self.complaint(aboutKey: $0, at: path + ["apiKey"]) }
        }
        let listed = (policies?.apiKeys ?? []).enumerated().compactMap { index, key in
            Self.complaint(aboutKey: key, at: ["policies", "apiKeys", "\(index)"])
        }
        return clients + listed
    }

    private static func complaint(aboutKey key: String, at path: [String]) -> SectionComplaint? {
        guard let bearer = Bearer(key), bearer.text == key, bearer.isKeyShaped else {
            return SectionComplaint(path: path, problem: "must begin with anon_ or ory_ and have no @")
        }
        guard !key.hasPrefix(AnonState.refusedPrefix) else {
            return SectionComplaint(
                path: path, problem: "keys that begin with \(AnonState.refusedPrefix) are refused in every scenario")
        }
        return nil
    }

    private func tunnelComplaints() -> [SectionComplaint] {
        (policies?.tunnel?.hosts ?? [:]).sorted { $0.key < $1.key }.compactMap { name, address in
            let path = ["policies", "tunnel", "hosts", name]
            guard NetworkAddress(address) != nil else {
                return SectionComplaint(path: path, problem: "\"\(address)\" is no address such as 127.0.0.1:8443")
            }
            guard NetworkAddress(name) == nil else {
                return SectionComplaint(
                    path: path, problem: "names only, without a port: the browser's port is not looked at")
            }
            return nil
        }
    }

    private var organizationReferences: [String] {
        (organizations ?? []).flatMap { [$0.id, $0.name].compactMap(\.self) }
    }

    private var poolReferences: [String] {
        (userPools ?? []).flatMap { [$0.id, $0.name].compactMap(\.self) }
    }

    private func missing(
        _ reference: String?, _ kind: String, among known: [String], at path: [String]
    ) -> SectionComplaint? {
        guard let reference, !known.contains(reference) else { return nil }
        let nearest = TextSuggestion.nearest(to: reference, among: known)
        let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
        return SectionComplaint(path: path + [kind], problem: "there is no \(kind) \"\(reference)\"\(hint)")
    }
}
