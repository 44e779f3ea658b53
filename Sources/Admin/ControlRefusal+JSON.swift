import HTTPTypes
package import Kernel

extension ControlRefusal: JSONWritable {
    /// `{error: {code, message, reason, complaints}}`
    package func write(to json: inout JSONWriter) {
        json.object { json in json.member("error", object: writeMembers) }
    }

    /// Writes what stands inside `error`.
    func writeMembers(_ json: inout JSONWriter) {
        json.member("code", status.code)
        json.member("message", message)
        json.member("reason", reason.code)
        json.member("complaints", complaints)
    }
}
