import Kernel

/// One node of a scenario's text, and where it stands. Overlays mix nodes of several files, so each knows its own.
struct DocumentNode: Sendable {
    /// What a node holds.
    enum Content: Sendable {
        case scalar(ScalarText)
        case sequence([DocumentNode])
        case mapping([DocumentMember])
    }

    let place: Place
    let content: Content

    var scalar: ScalarText? { if case .scalar(let scalar) = content { scalar } else { nil } }
    var sequence: [DocumentNode]? { if case .sequence(let items) = content { items } else { nil } }
    var mapping: [DocumentMember]? { if case .mapping(let members) = content { members } else { nil } }
    var isNull: Bool { scalar?.isNull ?? false }

    /// The value of a mapping's key.
    subscript(key: String) -> DocumentNode? {
        mapping?.first { $0.key == key }?.value
    }

    /// How many nodes it is made of.
    var count: Int {
        switch content {
        case .scalar: 1
        case .sequence(let items): items.reduce(1) { $0 + $1.count }
        case .mapping(let members): members.reduce(1) { $0 + $1.value.count }
        }
    }

    /// What it is, in words for a complaint.
    var kind: String {
        switch content {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.isNull ? "nothing" : scalar.jsonValue.kind
        }
    }

    /// The node as plain data.
    var jsonValue: JSONValue {
        switch content {
        case .scalar(let scalar): scalar.jsonValue
        case .sequence(let items): .array(items.map(\.jsonValue))
        case .mapping(let members):
            .object(JSONObject(members.map { ($0.key, $0.value.jsonValue) }.sorted { $0.0 < $1.0 }))
        }
    }

    /// The node at the end of `path`, or the last one on the way that exists.
    func nearest(to path: some Collection<String>) -> DocumentNode {
        guard let step = path.first else { return self }
        let next =
            switch content {
            case .scalar: DocumentNode?.none
            case .mapping: self[step]
            case .sequence(let items): Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
            }
        return next?.nearest(to: path.dropFirst()) ?? self
    }
}
