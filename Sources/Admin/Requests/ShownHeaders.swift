import HTTPTypes
import Kernel

/// Headers as an object: names as they came, several values of one name joined with a comma.
struct ShownHeaders: JSONWritable {
    private let fields: HTTPFields
    private let mask: SecretMask

    init(_ fields: HTTPFields, mask: SecretMask) {
        self.fields = fields
        self.mask = mask
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            var written: Set<HTTPField.Name> = []
            for field in fields where written.insert(field.name).inserted {
                let values = fields[values: field.name].map { mask.header(field.name.canonicalName, $0) }
                json.member(named: field.name.rawName, values.joined(separator: ", "))
            }
        }
    }
}
