import Descriptions
import EmbeddedDocuments
import HTTPTypes
import Kernel
import KernelHTTP

/// Operations that are only described (`x-drydock-coverage: canned` in `Fixtures/openapi/anchor.yaml`): none of them has code of
/// its own.
enum CannedController {
    /// Our own description.
    static let description = APIDescription(constant: { embeddedAnchorDescription().content }, of: "anchor")

    static let routes: [Route<AnchorStore>] = operations.map { operation in
        Route(operation.endpoint, admit: operation.isOpen ? AnchorAccess.open : AnchorAccess.apiKey) { call in
            try answer(call, operation)
        }
    }

    private static let operations = description.canned

    private static func answer(_ call: AnchorCall, _ operation: DescribedOperation) throws -> Reply {
        var canned = try CannedAnswer(operation, in: description)
        do {
            try canned.read(call.exchange, parameters: call.parameters, reading: call.store.policies.reading)
        } catch let wrong as ParameterComplaint {
            throw AnchorProblem.invalid(wrong.complaint.description, CommonReason.queryInvalid)
        }
        let first: String? = canned.issuesIDs ? call.store.update { $0.ids.uuid() } : nil
        let place = ([operation.id] + call.parameters.pairs.map(\.value)).joined(separator: "/")
        let ids = call.store.read { $0.ids.derived(for: first ?? place) }
        return try canned.reply(call.parameters, ids: ids, first: first, now: call.now)
    }

    /// The body of a refusal as the description of the operation has it (anchor.md 1.1); nil if it is not one of these, or
    /// its description has none.
    static func refusal(of name: String, status: Int, message: String) -> JSONValue? {
        guard let operation = operations.first(where: { $0.endpoint.name == name }) else { return nil }
        return try? CannedAnswer(operation, in: description).refusal(status: status, message: message)
    }
}
