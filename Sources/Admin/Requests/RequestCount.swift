import Kernel

/// How many exchanges there are of those that were asked for.
struct RequestCount: JSONWritable {
    let count: Int
    /// How many exchanges the journal's budget had to let go.
    let dropped: Int
    /// Whether a wait ended before as many were there as were wanted; nil where nobody waited.
    let timedOut: Bool?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("count", count)
            json.member("dropped", dropped)
            if let timedOut { json.member("timedOut", timedOut) }
        }
    }
}
