import Kernel

/// `{data: {status}}`, as changes of sessions, recordings and profiles answer. The word is ours.
struct StatusReply: JSONWritable {
    private let status: String

    init(_ status: String = "success") {
        self.status = status
    }

    func write(to json: inout JSONWriter) {
        json.object { json in json.member("data", object: { $0.member("status", status) }) }
    }
}
