/// Where messages go (anon.md 5); as an app, what the user has to have linked.
enum MessengerPlatform: String, CaseIterable, Sendable {
    case instagram
}
