import Kernel

/// An app user as answers have it: the customer's id and Anon's (anon.md 3.4).
struct AppUserReply: JSONWritable {
    private let user: AppUser

    init(_ user: AppUser) {
        self.user = user
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", user.key.externalID)
            json.member("anonId", user.anonID)
            json.member("email", user.email)
        }
    }
}
