import Kernel

/// What a request came closest to: an operation, where it reached none, and a rule, where none acted.
struct Nearest {
    let operation: NearestOperation?
    let rule: NearestRule?
    /// Both in words.
    let message: String
}

extension Nearest: JSONWritable {
    /// `{message, operation, rule}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("message", message)
            json.member("operation", operation)
            json.member("rule", rule)
        }
    }
}
