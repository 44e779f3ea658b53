import Kernel

/// `GET /account/api/v1/session/status` (anon.md 3.1)
enum GetSessionStatus {
    struct Reply: JSONWritable {
        let status: Session.Condition

        func write(to json: inout JSONWriter) {
            json.object { $0.member("status", status.rawValue) }
        }
    }
}
