package import Kernel
import KernelHTTP

/// What is wrong with a section as a whole, which no single value of it shows.
extension AnonSeed {
    /// The same as `complaints(beside:)` where there is nothing beside it.
    package func complaints() -> [SectionComplaint] { complaints(beside: []) }

    /// References that lead nowhere or to another organisation, malformed keys and tunnel addresses, cookies that a browser would
    /// refuse, and ids, names and addresses that are given twice.
    package func complaints(beside others: [any ScenarioSection]) -> [SectionComplaint] {
        let places = ReferencePlaces(self)
        return referenceComplaints() + ownershipComplaints(places) + keyComplaints() + tunnelComplaints()
            + duplicates(places) + signInComplaints(beside: others)
    }

    private func referenceComplaints() -> [SectionComplaint] {
        let organizationReferences = KnownNames(
            (organizations ?? []).flatMap { [$0.id?.text, $0.name].compactMap(\.self) })
        let poolReferences = KnownNames((userPools ?? []).flatMap { [$0.id?.text, $0.name].compactMap(\.self) })
        let pools = (userPools ?? []).enumerated().compactMap { index, pool in
            SectionComplaint.missing(
                pool.organization?.text, "organization", among: organizationReferences, at: ["userPools", "\(index)"])
        }
        let clients = (sdkClients ?? []).enumerated().flatMap { index, client in
            [
                SectionComplaint.missing(
                    client.organization?.text, "organization", among: organizationReferences,
                    at: ["sdkClients", "\(index)"]),
                SectionComplaint.missing(
                    client.userPool?.text, "userPool", among: poolReferences, at: ["sdkClients", "\(index)"]),
            ].compactMap(\.self)
        }
        let users = (appUsers ?? []).enumerated().compactMap { index, user in
            SectionComplaint.missing(
                user.organization?.text, "organization", among: organizationReferences, at: ["appUsers", "\(index)"])
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
        (policies?.tunnel.hosts ?? [:]).sorted { $0.key < $1.key }.compactMap { name, address in
            let path = ["policies", "tunnel", "hosts", name]
            guard NetworkAddress(address) != nil else {
                return SectionComplaint(path: path, problem: "\"\(address)\" is no address such as 127.0.0.1:8443")
            }
            guard NetworkAddress(name) == nil else {
                return SectionComplaint(
                    path: path, problem: "names only, without a port: the browser's port is not looked at")
            }
            guard DomainName.ascii(name) != nil else {
                return SectionComplaint(path: path, problem: "is no name of a host")
            }
            return nil
        }
    }
}

// MARK: - Organisations

/// Which organisation the parts of a section belong to, however they refer to it.
extension AnonSeed {
    /// Webapp clients on a pool of another organisation: a token would name a user whom the client's backend cannot see.
    private func ownershipComplaints(_ places: ReferencePlaces) -> [SectionComplaint] {
        (sdkClients ?? []).enumerated().compactMap { index, client in
            guard client.kind == .application else { return nil }
            let path = ["sdkClients", "\(index)", "userPool"]
            guard let reference = client.userPool else {
                guard let organization = client.organization else { return nil }
                return SectionComplaint(
                    path: path,
                    problem: "the ready-made user pool is another organisation's; name one of \"\(organization.text)\"")
            }
            guard let pool = places.pools[reference.text].map({ (userPools ?? [])[$0] }),
                pool.organization.flatMap({ places.organizations[$0.text] })
                    != client.organization.flatMap({ places.organizations[$0.text] })
            else { return nil }
            return SectionComplaint(
                path: path, problem: "the user pool \"\(reference.text)\" is another organisation's")
        }
    }
}

/// Where what references lead to stands in its list, by id and by name, ids first. The ready-made organisation and what is
/// not listed have no place; `referenceComplaints` reports the latter.
private struct ReferencePlaces {
    let organizations: [String: Int]
    let pools: [String: Int]

    init(_ seed: AnonSeed) {
        organizations = Self.places((seed.organizations ?? []).map(\.id), (seed.organizations ?? []).map(\.name))
        pools = Self.places((seed.userPools ?? []).map(\.id), (seed.userPools ?? []).map(\.name))
    }

    private static func places(_ ids: [ObjectID?], _ names: [String]) -> [String: Int] {
        let byID = zip(ids, ids.indices).compactMap { id, index in id.map { ($0.text, index) } }
        return Dictionary(byID + zip(names, names.indices).map { ($0, $1) }) { first, _ in first }
    }
}

// MARK: - Duplicates

/// Ids, names and addresses that must be unique.
extension AnonSeed {
    private func duplicates(_ places: ReferencePlaces) -> [SectionComplaint] {
        UniqueValue.complaints(
            about: ids + names + addresses + keys + users(places) + sessions, reserved: Self.readyMade,
            by: "the ready-made set"
        )
    }

    private static let readyMade = [
        "organization name": ReadyMadeSet.organizationName, "user pool name": ReadyMadeSet.userPoolName,
        "email": ReadyMadeSet.memberEmail,
    ]

    private var ids: [UniqueValue] {
        let members = (organizations ?? []).enumerated().flatMap { index, organization in
            UniqueValue.each(
                ["organizations", "\(index)", "members"], "id", "id", (organization.members ?? []).map(\.id?.text))
        }
        let sessions = (appUsers ?? []).enumerated().flatMap { index, user in
            UniqueValue.each(["appUsers", "\(index)", "sessions"], "id", "id", (user.sessions ?? []).map(\.id?.text))
        }
        return UniqueValue.each(["organizations"], "id", "id", (organizations ?? []).map(\.id?.text)) + members
            + UniqueValue.each(["userPools"], "id", "id", (userPools ?? []).map(\.id?.text))
            + UniqueValue.each(["sdkClients"], "id", "id", (sdkClients ?? []).map(\.id?.text))
            + UniqueValue.each(["apps"], "id", "app", (apps ?? []).map(\.id)) + sessions
    }

    private var names: [UniqueValue] {
        UniqueValue.each(["organizations"], "name", "organization name", (organizations ?? []).map(\.name))
            + UniqueValue.each(["userPools"], "name", "user pool name", (userPools ?? []).map(\.name))
    }

    private var addresses: [UniqueValue] {
        (organizations ?? []).enumerated().flatMap { index, organization in
            UniqueValue.each(
                ["organizations", "\(index)", "members"], "email", "email",
                (organization.members ?? []).map { $0.email.lowercased() })
        }
    }

    private var keys: [UniqueValue] {
        UniqueValue.each(["sdkClients"], "apiKey", "API key", (sdkClients ?? []).map(\.apiKey))
    }

    /// One external id is another user in each organisation and key space.
    private func users(_ places: ReferencePlaces) -> [UniqueValue] {
        (appUsers ?? []).enumerated().map { index, user in
            let organization = user.organization.flatMap { places.organizations[$0.text] }.map(String.init) ?? ""
            return UniqueValue(
                path: ["appUsers", "\(index)", "id"], kind: "app user", value: user.id,
                scope: "\(organization) \((user.environment ?? .sandbox).rawValue)")
        }
    }

    /// A user has one session at an app.
    private var sessions: [UniqueValue] {
        (appUsers ?? []).enumerated().flatMap { index, user in
            (user.sessions ?? []).enumerated().map { position, session in
                UniqueValue(
                    path: ["appUsers", "\(index)", "sessions", "\(position)", "app"], kind: "session at",
                    value: session.app, scope: "\(index)")
            }
        }
    }
}
