package import Kernel

extension AnonState: TabledState {
    /// Every table of Anon's.
    package static let tables: [StateTable<AnonState>] = [
        StateTable("organizations", \.organizations),
        StateTable("members", \.members),
        StateTable("memberOfEmail", \.memberOfEmail, isIndex: true),
        StateTable("memberSessions", \.memberSessions),
        StateTable("userPools", \.userPools),
        StateTable("defaultPool", \.defaultPool, isIndex: true),
        StateTable("sdkClients", \.sdkClients),
        StateTable("webappClient", \.webappClient, isIndex: true),
        StateTable("clientOfKey", \.clientOfKey, isIndex: true),
        StateTable("appUsers", \.appUsers),
        StateTable("sessions", \.sessions),
        StateTable("sessionsOfOwner", \.sessionsOfOwner, isIndex: true),
        StateTable("remoteBrowsers", \.remoteBrowsers),
        StateTable("customApps", \.customApps),
        StateTable("refusedLinkPages", \.refusedLinkPages),
    ]
}
