import Kernel

/// All FAQ entries, and all reasons that are explained.
struct FAQList: JSONWritable {
    let entries: [FAQEntry]
    let reasons: [ReasonEntry]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("entries", entries)
            json.member("reasons", reasons)
        }
    }
}
