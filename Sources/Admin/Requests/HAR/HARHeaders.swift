import HTTPTypes
import Kernel

/// Headers in an HTTP Archive: each line for itself, in order.
struct HARHeaders: JSONWritable {
    private var pairs: [HARPair]

    init(_ fields: HTTPFields, mask: SecretMask) {
        pairs = fields.map { field in
            HARPair(name: field.name.rawName, value: mask.header(field.name.canonicalName, field.value))
        }
    }

    mutating func append(_ name: String, _ value: String) {
        pairs.append(HARPair(name: name, value: value))
    }

    func write(to json: inout JSONWriter) { pairs.write(to: &json) }
}
