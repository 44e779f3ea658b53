import Kernel

/// All reasons that are explained.
struct ReasonList: JSONWritable {
    let reasons: [ReasonEntry]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("reasons", reasons) }
    }
}
