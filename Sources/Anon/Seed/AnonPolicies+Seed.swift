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
        keySetLifetime = policies.keySetLifetime ?? keySetLifetime
        closesAfter = policies.closesAfter ?? closesAfter
        tunnelHosts = policies.tunnel?.hosts ?? tunnelHosts
    }
}
