import Kernel

/// What a reason's code means: what the client sees, why, and what to do about it.
struct ReasonCode: Sendable, JSONWritable {
    let code: String
    let symptom: String
    let cause: String
    let fix: String

    init(_ code: String, symptom: String, cause: String, fix: String) {
        self.code = code
        self.symptom = symptom
        self.cause = cause
        self.fix = fix
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("reason", code)
            json.member("symptom", symptom)
            json.member("cause", cause)
            json.member("fix", fix)
        }
    }
}
