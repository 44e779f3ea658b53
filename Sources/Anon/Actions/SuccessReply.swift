import Kernel

/// What a message that went out answers (anon.md 5).
struct SuccessReply: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { $0.member("success", true) }
    }
}
