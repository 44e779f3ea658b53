import Kernel

/// Why an answer is what it is, as `/requests` shows it.
struct ShownReason: JSONWritable {
    private let reason: Reason
    private let mask: SecretMask

    init(_ reason: Reason, mask: SecretMask) {
        self.reason = reason
        self.mask = mask
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", reason.code)
            json.member("detail", mask.text(reason.detail))
        }
    }
}
