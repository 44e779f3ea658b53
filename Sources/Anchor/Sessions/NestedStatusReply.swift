import Kernel

/// `{data: {data: {status}}}`, as published for pausing and resuming a recording (anchor.md 4). The word is ours.
struct NestedStatusReply: JSONWritable {
    let status: String

    func write(to json: inout JSONWriter) {
        json.object { $0.member("data", StatusReply(status)) }
    }
}
