/// A magic user name, as `users.mustache` lists it.
struct TestUserView: Sendable {
    let name: String
    let effect: String

    static let all = MagicUser.allCases.map { TestUserView(name: $0.rawValue, effect: $0.effect) }
}
