import Kernel

extension AnchorState {
    /// Puts in a session of a scenario. It began when the world did and runs without a limit, so that it is still there
    /// when somebody looks (ours).
    mutating func plant(_ seed: SessionSeed, now: Moment) {
        var configuration = SessionConfiguration()
        configuration.identityIDs = seed.identities ?? []
        configuration.session.tags = seed.tags
        configuration.session.initialURL = seed.initialURL
        configuration.session.timeout.maximumDuration = -1
        configuration.session.timeout.idleTimeout = -1
        addSession(configuration, id: seed.id ?? ids.uuid(), ordinal: takeRoom(), now: now)
    }
}
