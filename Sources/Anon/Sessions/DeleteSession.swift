import Kernel

/// `DELETE /account/api/v1/session` (anon.md 3.2)
enum DeleteSession {
    struct Reply: JSONWritable {
        let query: SessionQuery

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("message", "Session removed successfully")
                json.member("ownerId", query.ownerID)
                json.member("domain", query.domain)
            }
        }
    }
}
