import Kernel

/// The body of `/requests/find`: criteria, and how many to show.
struct RequestSearch: Decodable, ObjectDescribed {
    static let objectDescription = ObjectDescription(
        RequestCriteria.descriptions.merging(
            ["limit": FieldDescription("How many to show at most; the newest stay.", range: 1...Int.max)]
        ) { first, _ in first })

    private enum CodingKeys: String, CodingKey {
        case limit
    }

    let criteria: RequestCriteria
    let limit: Int?

    init(from decoder: any Decoder) throws {
        criteria = try RequestCriteria(from: decoder)
        limit = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(Int.self, forKey: .limit)
    }

    /// Reads the body of a call.
    static func read(_ call: ControlCall) throws -> RequestSearch {
        try call.worlds.read(try DocumentText.read(call)) { [$0.criteria.pattern] }
    }
}
