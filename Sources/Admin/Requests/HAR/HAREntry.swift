import Kernel
import KernelHTTP

/// One exchange in an HTTP Archive.
struct HAREntry: JSONWritable {
    let entry: JournalEntry
    let world: WorldName
    let mask: SecretMask

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("startedDateTime", entry.receivedAt)
            json.member("time", 0)
            json.member("request", HARRequest(entry: entry, mask: mask))
            json.member("response", HARResponse(entry: entry, mask: mask))
            json.member("cache", object: { _ in })
            json.member(
                "timings",
                object: { json in
                    json.member("send", 0)
                    json.member("wait", 0)
                    json.member("receive", 0)
                })
            json.member("_drydock", object: writeDiagnosis)
        }
    }

    private func writeDiagnosis(_ json: inout JSONWriter) {
        json.member("world", world.description)
        json.member("number", entry.number)
        json.member("operation", entry.operation)
        json.member("rule", entry.rule)
        json.member("connection", entry.connection)
        json.member("reason", entry.reason.map { ShownReason($0, mask: mask) })
    }
}
