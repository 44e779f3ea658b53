import Kernel

/// The exchanges that were asked for, oldest first.
struct RequestList: JSONWritable {
    let requests: [ShownEntry]
    /// How many the filter let through, also those beyond the limit.
    let total: Int
    /// How many the journal's budget had to let go.
    let dropped: Int
    /// Whether a wait ended before as many were there as were wanted; nil where nobody waited.
    let timedOut: Bool?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("requests", requests)
            json.member("total", total)
            json.member("dropped", dropped)
            if let timedOut { json.member("timedOut", timedOut) }
        }
    }
}
