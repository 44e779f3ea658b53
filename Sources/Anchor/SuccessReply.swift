import Kernel

/// `{success: true}`, as deleting applications and auth flows answers (anchor.md 9-10).
struct SuccessReply: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { $0.member("success", true) }
    }
}
