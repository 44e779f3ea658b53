import Kernel

/// `{success: true, message}`, as setting and deleting tags answer (anchor.md 4). The text is ours.
struct SessionTagsChange: JSONWritable {
    let message: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("success", true)
            json.member("message", message)
        }
    }
}
