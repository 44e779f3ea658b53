import Kernel

/// An object that was made, changed or removed: as it is, as it was, or both and the names of the members that differ.
struct ShownRow: JSONWritable {
    let row: TableDifference.Row

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", row.key)
            if let old = row.old { json.member("before", old) }
            if let new = row.new { json.member("after", new) }
            if let old = row.old?.object, let new = row.new?.object {
                json.member("differs", Self.names(old, new))
            }
        }
    }

    private static func names(_ old: JSONObject, _ new: JSONObject) -> [String] {
        let names = new.members.map(\.name) + old.members.map(\.name).filter { new[$0] == nil }
        return names.filter { old[$0] != new[$0] }
    }
}
