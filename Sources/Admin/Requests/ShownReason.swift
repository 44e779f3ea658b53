import Kernel

/// Why an answer is what it is, as `/requests` shows it.
struct ShownReason: JSONWritable {
    private let reason: Reason

    init(_ reason: Reason) {
        self.reason = reason
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", reason.code)
            json.member("detail", reason.detail)
        }
    }
}
