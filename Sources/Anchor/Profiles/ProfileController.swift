import HTTPTypes
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `POST /v1/profiles` | 200 `{data: {status}}` |
/// | `GET /v1/profiles` | 200 `{data: {count, items}}` of `ProfileDetails` |
/// | `GET /v1/profiles/{name}` | 200 `GetProfile.Reply` |
/// | `DELETE /v1/profiles/{name}` | 200 `{data: {status}}` |
enum ProfileController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createProfile, admit: AnchorAccess.apiKey, handle: create),
        Route(.listProfiles, admit: AnchorAccess.apiKey, handle: list),
        Route(.getProfile, admit: AnchorAccess.apiKey, handle: get),
        Route(.deleteProfile, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let body = try CreateProfile.Body(call.fields(reading: policies.reading))
        try call.store.update { try $0.createProfile(body.draft, policies: policies, now: call.now) }
        return .json(.ok, StatusReply("ready"))
    }

    private static func list(_ call: AnchorCall) -> Reply {
        let profiles = call.store.read { $0.allProfiles(at: call.now) }
        return .json(.ok, ItemsReply(profiles.map(ProfileDetails.init)))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let profile = try call.store.update {
            try $0.knownProfile(call.parameter("name"), policies: policies, now: call.now)
        }
        return .json(.ok, GetProfile.Reply(profile: profile))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        try call.store.update {
            try $0.deleteProfile(call.parameter("name"), policies: policies, now: call.now)
        }
        return .json(.ok, StatusReply())
    }
}
