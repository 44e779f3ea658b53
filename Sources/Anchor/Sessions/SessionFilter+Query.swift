import Kernel
import KernelHTTP

/// The filters as clients write them (anchor.md 4.2). `playground`, which the vendor removed, is ignored.
extension SessionFilter {
    /// Throws for dates and booleans that are none, unless requests are taken as they come.
    init(_ query: QueryFields) throws(AnchorProblem) {
        search = query.text("search") ?? ""
        status = query.text("status")
        tags = query.words("tags")
        domains = query.words("domains")
        createdFrom = try query.moment("created_from")
        createdTo = try query.moment("created_to")
        batchID = query.text("batch_id")
        isTaskInitiated = try query.bool("task_initiated")
        hasProxy = try query.bool("proxy")
        hasExtraStealth = try query.bool("extra_stealth")
        profileName = query.text("profile_name")
    }

    /// The filters of `GET /v1/sessions/all/status`, which has neither `search` nor `status`.
    static func ofStatuses(_ query: QueryFields) throws(AnchorProblem) -> SessionFilter {
        var filter = try SessionFilter(query)
        filter.search = ""
        filter.status = nil
        return filter
    }
}
