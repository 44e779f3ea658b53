import Kernel
import KernelHTTP

/// A journal as an HTTP Archive, version 1.2, which browsers' tools and proxies open.
///
/// What only Drydock knows stands in `_drydock` of each entry. Times are the world's; how long an answer took on the
/// process's own clock is not kept, so it is told as 0.
struct HARLog: JSONWritable {
    let entries: [JournalEntry]
    let world: WorldName
    /// Drydock's version.
    let version: String
    let mask: SecretMask

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "log",
                object: { json in
                    json.member("version", "1.2")
                    json.member(
                        "creator",
                        object: { json in
                            json.member("name", "Drydock")
                            json.member("version", version)
                        })
                    json.member("pages", [String]())
                    json.member("entries", entries.map { HAREntry(entry: $0, world: world, mask: mask) })
                })
        }
    }
}
