/// What an API key, a session token, an app user and a session belong to: production, or everything else. A key of one is
/// refused in the other (anon.md 10; that the three other environments share their keys is ours).
package enum KeySpace: String, Codable, CaseIterable, Sendable {
    case sandbox, prod
}
