import Kernel

/// Which organisation the parts of a section belong to, however they refer to it.
extension AnonSeed {
    /// Webapp clients on a pool of another organisation: a token would name a user whom the client's backend cannot see.
    func ownershipComplaints() -> [SectionComplaint] {
        (sdkClients ?? []).enumerated().compactMap { index, client in
            guard client.kind == .application else { return nil }
            let path = ["sdkClients", "\(index)", "userPool"]
            guard let reference = client.userPool else {
                guard let organization = client.organization else { return nil }
                return SectionComplaint(
                    path: path,
                    problem: "the ready-made user pool is another organisation's; name one of \"\(organization)\"")
            }
            guard let pool = userPool(referredToAs: reference),
                organization(referredToAs: pool.organization) != organization(referredToAs: client.organization)
            else { return nil }
            return SectionComplaint(path: path, problem: "the user pool \"\(reference)\" is another organisation's")
        }
    }

    /// One value for each organisation: its position in the list; nil for the ready-made one. One that is not listed is
    /// complained about elsewhere.
    func organization(referredToAs reference: String?) -> Int? {
        guard let reference else { return nil }
        let listed = organizations ?? []
        return listed.firstIndex { $0.id == reference } ?? listed.firstIndex { $0.name == reference }
    }

    private func userPool(referredToAs reference: String) -> UserPoolSeed? {
        let listed = userPools ?? []
        return listed.first { $0.id == reference } ?? listed.first { $0.name == reference }
    }
}
