/// The older generation of bodies names the organisation (anon.md 2.4); it must be the bearer's.
extension Caller {
    /// Throws where a body names another organisation than the caller's: its bearer means nothing to that one's upstream
    /// (anon.md 9, row 2).
    func check(organizationID: String?, _ policies: AnonPolicies) throws(AnonProblem) {
        guard let organizationID, organizationID != self.organizationID else { return }
        throw .upstream(.otherOrganization("Organisation", organizationID), policies)
    }
}
