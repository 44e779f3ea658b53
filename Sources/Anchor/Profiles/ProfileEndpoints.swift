import HTTPTypes
import KernelHTTP

/// Profiles (anchor.md 10).
extension Endpoint {
    static let createProfile = Endpoint(
        "anchor.createProfile", .post, "/v1/profiles", "Keep what a browser has learned under a name",
        choice:
            "`session_id` may be left out; a session that is unknown or has ended answers 404. The profile is ready at "
            + "once, and `source` is always `session`.")
    static let listProfiles = Endpoint("anchor.listProfiles", .get, "/v1/profiles", "List the profiles")
    static let getProfile = Endpoint("anchor.getProfile", .get, "/v1/profiles/{name}", "Read one profile")
    static let deleteProfile = Endpoint(
        "anchor.deleteProfile", .delete, "/v1/profiles/{name}", "Delete a profile",
        choice: "Sessions that run with it are not disturbed.")
}
