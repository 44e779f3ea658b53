import HTTPTypes
import Kernel

/// The body of `/verify`: one expectation, or a list of them.
struct VerificationOrder: Decodable, ObjectDescribed {
    static let objectDescription = ObjectDescription(
        Expectation.descriptions.merging([
            "expectations": "Several expectations, all of which must be met.",
            "inOrder": "Whether the requests must have come in the order of the expectations.",
        ]) { first, _ in first })

    private enum CodingKeys: String, CodingKey {
        case expectations, inOrder
    }

    /// What is expected; one at least.
    let expectations: [Expectation]
    /// Whether the requests must have come in the order of the expectations.
    let inOrder: Bool
    private let isMixed: Bool

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let single = try Expectation(from: decoder)
        let several = try container.decodeIfPresent([Expectation].self, forKey: .expectations)
        inOrder = try container.decodeIfPresent(Bool.self, forKey: .inOrder) ?? false
        expectations = several ?? [single]
        isMixed = several != nil && (single.hasCount || single.criteria.isGiven)
    }

    /// Reads the body of a call. Throws `ControlRefusal` with what is wrong with it.
    static func read(_ call: ControlCall) throws -> VerificationOrder {
        let order = try call.worlds.read(try DocumentText.read(call)) { (order: VerificationOrder) in
            order.expectations.map(\.criteria.pattern)
        }
        let complaints = order.complaints
        guard complaints.isEmpty else {
            throw ControlRefusal(
                .unprocessableContent, complaints.joined(separator: "; "), code: "body.invalid",
                complaints: complaints)
        }
        return order
    }

    private var complaints: [String] {
        if isMixed { return ["give one expectation, or `expectations` with all of them inside"] }
        if expectations.isEmpty { return ["`expectations` needs one at least"] }
        return expectations.indices.filter { expectations[$0].count == nil }.map { index in
            "`expectations[\(index)]`: `exactly` excludes the others, and `atLeast` must not be more than `atMost`"
        }
    }
}
