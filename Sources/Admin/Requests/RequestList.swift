import Kernel

/// The exchanges that were asked for, oldest first.
struct RequestList: JSONWritable {
    let requests: [ShownEntry]
    /// How many the filter let through, also those beyond the limit.
    let total: Int
    /// How many the journal's budget had to let go.
    let dropped: Int

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("requests", requests)
            json.member("total", total)
            json.member("dropped", dropped)
        }
    }
}
