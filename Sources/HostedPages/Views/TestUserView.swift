/// A magic user name, as `users.mustache` lists it.
package struct TestUserView: Sendable {
    let name: String
    let effect: String

    /// All magic names, each with what this page does for it.
    package static func all(_ effect: (MagicUser) -> String) -> [TestUserView] {
        MagicUser.allCases.map { TestUserView(name: $0.rawValue, effect: effect($0)) }
    }
}
