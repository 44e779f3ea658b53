import Kernel

/// A name and a value, as headers, queries, forms and cookies are listed in an HTTP Archive.
struct HARPair: JSONWritable {
    let name: String
    let value: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("value", value)
        }
    }
}
