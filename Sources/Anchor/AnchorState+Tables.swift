package import Kernel

extension AnchorState: TabledState {
    /// Every table of Anchor's.
    package static let tables: [StateTable<AnchorState>] = [
        StateTable("applications", \.applications),
        StateTable("applicationOfSite", \.applicationOfSite, isIndex: true),
        StateTable("identityTokens", \.identityTokens),
        StateTable("heldSignIns", \.heldSignIns),
        StateTable("finishedVisits", \.finishedVisits, isIndex: true),
        StateTable("identities", \.identities),
        StateTable("sessions", \.sessions),
        StateTable("profiles", \.profiles),
    ]
}
