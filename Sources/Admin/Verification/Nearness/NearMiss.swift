import HTTPTypes
import Kernel
import KernelHTTP

/// A request that is not what was looked for, and in what it differs.
struct NearMiss {
    let entry: JournalEntry
    /// What differs; never empty.
    let differences: [ShownMismatch]
    /// How much it differs.
    let distance: Int
    /// Method and path as they may be shown.
    let line: String

    /// For example `request 4, POST /v1/sessions (anchor.createSession, 200): body.mode: wanted "a", got "b"`.
    var words: String {
        let operation = entry.operation.map { "\($0), " } ?? ""
        let first = differences.first.map { ": \($0.words)" } ?? ""
        let more = differences.count > 1 ? ", and \(differences.count - 1) more" : ""
        return "request \(entry.number), \(line) (\(operation)\(entry.response.status.code))\(first)\(more)"
    }
}

extension NearMiss: JSONWritable {
    /// `{request, method, path, operation, status, differences, message}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("request", entry.number)
            json.member("method", entry.request.method.rawValue)
            json.member("path", String(line.drop { $0 != " " }.dropFirst()))
            json.member("operation", entry.operation)
            json.member("status", entry.response.status.code)
            json.member("differences", differences)
            json.member("message", words)
        }
    }
}
