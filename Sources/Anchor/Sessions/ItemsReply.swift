import Kernel

/// `{data: {count, items}}`, the envelope of several lists (anchor.md 4 and 10).
struct ItemsReply<Item: JSONWritable>: JSONWritable {
    private let items: [Item]

    init(_ items: [Item]) {
        self.items = items
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "data",
                object: { json in
                    json.member("count", items.count)
                    json.member("items", items)
                })
        }
    }
}
