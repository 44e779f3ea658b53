/// What a member may do (anon.md 1).
package enum MemberRole: String, Codable, CaseIterable, Sendable {
    case admin = "Admin"
    case member = "Member"
    case readOnly = "ReadOnly"
}
