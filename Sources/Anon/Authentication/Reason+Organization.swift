import Kernel

extension Reason {
    /// Something belongs to another organisation than the caller.
    static func otherOrganization(_ kind: String, _ id: String) -> Reason {
        Reason("key.otherOrganization", "\(kind) \(id) belongs to another organisation than the bearer.")
    }
}
