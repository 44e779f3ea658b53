import Admin
import Anchor
import Kernel
import KernelHTTP

extension ControlRoom {
    func completeIdentityToken(_ token: String, in name: WorldName?, fields: Fields) async throws -> JSONValue {
        let world = name.map(worldTable.world) ?? worldTable.world(thatIssued: token) ?? worldTable.world(.default)
        let request = try CompletionRequest(fields)
        let isDelivered = try fields.optional("deliver", as: Bool.self) ?? false
        let completion = try Self.complete(token, with: request.outcome, in: world)
        var answer: JSONObject = [
            "world": .string(world.name.description),
            "identityId": completion.identity.map { .string($0.id) } ?? .null,
            "callback": completion.callback.map(JSONValue.string) ?? .null,
            "reason": completion.reason?.json ?? .null,
        ]
        if isDelivered, let callback = completion.callback {
            let outcomes = await delivery.call(callback, completion.delivery).map(\.json)
            answer["delivery"] = outcomes.first
            if outcomes.count > 1 { answer["deliveries"] = .array(outcomes) }
        }
        return .object(answer)
    }

    private static func complete(
        _ token: String, with outcome: ConnectOutcome, in world: World
    ) throws(ControlRefusal) -> Completion {
        do {
            return try world.anchor.complete(token: token, outcome: outcome, at: world.clock.now)
        } catch {
            throw ControlRefusal(error.status, error.reason.detail, code: error.reason.code)
        }
    }
}
