/// The choices that a scenario makes, over the defaults.
extension AnonPolicies {
    /// The defaults with what `seed` changes.
    package init(_ seed: AnonSeed) {
        self.init()
        guard let policies = seed.policies else { return }
        apiKeys = policies.apiKeys
        memberSessionLifetime = policies.memberSessionLifetime ?? memberSessionLifetime
        unauthorizedBody = policies.errors?.unauthorized ?? unauthorizedBody
        upstreamStatus = policies.errors?.upstream ?? upstreamStatus
        crossOrigin = policies.crossOrigin ?? crossOrigin
        unlinkedUser = policies.translation?.unlinked ?? unlinkedUser
        crashPhrase = policies.translation?.phrase ?? crashPhrase
        unknownStatusReads = policies.unknownStatusReads ?? unknownStatusReads
        revokedAfterUses = policies.revokedAfterUses
        keySetLifetime = policies.keySetLifetime ?? keySetLifetime
        closesAfter = policies.closesAfter ?? closesAfter
        let hosts = (policies.tunnel?.hosts ?? [:]).map { ($0.key.lowercased(), $0.value) }
        tunnelHosts = Dictionary(hosts) { first, _ in first }
    }
}
