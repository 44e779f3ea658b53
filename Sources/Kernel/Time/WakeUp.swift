/// An instant that a request waits for.
package struct WakeUp: Hashable, Sendable {
    /// When it is over.
    package let deadline: Moment
    /// The number of the request in its world; nil where something else waits.
    package let request: Int?
    /// The operation that the request reached; nil where it reached none.
    package let operation: String?

    /// A wake-up at `deadline`.
    package init(at deadline: Moment, request: Int? = nil, operation: String? = nil) {
        self.deadline = deadline
        self.request = request
        self.operation = operation
    }
}

extension WakeUp: JSONWritable {
    /// As `GET /clock` lists it.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("at", deadline)
            json.member("request", request)
            json.member("operation", operation)
        }
    }
}
