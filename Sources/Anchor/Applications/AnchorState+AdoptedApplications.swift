import HashTreeCollections
import Kernel
import KernelHTTP

/// Applications that a client brings its own id for (policy `unknownIds: adopt`).
extension AnchorState {
    /// The application of this id; where ids are adopted, one is made for an id that has none.
    mutating func knownApplication(
        _ id: String, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) -> ClientApplication? {
        if let application = applications[id] { return application }
        guard policies.unknownIDs == .adopt else { return nil }
        return try adoptApplication(id, policies: policies, now: now)
    }

    /// The application that adopted identities belong to: of a site that nobody else has.
    mutating func applicationOfAdopted(
        policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) -> ClientApplication {
        guard let site = WebAddress("https://adopted.example") else { throw .internalError("no such site") }
        return try createApplication(
            ClientApplication.Draft(site: site, name: "Adopted application"), policies: policies, now: now)
    }

    private mutating func adoptApplication(
        _ id: String, policies: AnchorPolicies, now: Moment
    ) throws(AnchorProblem) -> ClientApplication {
        guard let site = WebAddress("https://adopted.example") else { throw .internalError("no such site") }
        let ordinal = try makeRoom(policies, for: 2)
        return addApplication(
            ClientApplication.Draft(site: site, name: "Adopted application"), id: id, ordinal: ordinal, now: now)
    }
}
