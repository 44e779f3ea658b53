import Kernel

/// A profile as reading and listing show it (anchor.md 10). Its status is always `ready` (ours).
struct ProfileDetails: JSONWritable {
    private let profile: Profile

    init(_ profile: Profile) {
        self.profile = profile
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", profile.name)
            json.member("description", profile.description)
            json.member("source", Profile.Source.session.rawValue)
            json.member("session_id", profile.sessionID)
            json.member("status", "ready")
            json.member("created_at", profile.createdAt)
        }
    }
}
