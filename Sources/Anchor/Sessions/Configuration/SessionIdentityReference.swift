import Kernel

/// One element of `identities`: `{id}`.
struct SessionIdentityReference: JSONWritable {
    let id: String

    func write(to json: inout JSONWriter) {
        json.object { $0.member("id", id) }
    }
}
