import Admin
import Anchor
import Anon
import Kernel
import KernelHTTP

/// Anchor's hosted page without a browser.
extension ControlPlane {
    func completeIdentityToken(_ token: String, in name: WorldName?, fields: Fields) async throws -> JSONValue {
        let world = try enter(name, or: [token])
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
            throw ControlRefusal(error.status, error.reason)
        }
    }
}

/// Anon's Link without a browser.
extension ControlPlane {
    var linkMembers: [String] { LinkCompletionRequest.members }

    func completeLink(in name: WorldName?, fields: Fields) async throws -> JSONValue {
        let request = try LinkCompletionRequest(fields)
        let isDelivered = try fields.optional("deliver", as: Bool.self) ?? false
        let world = try enter(name, or: request.credentials)
        let completion = try await Self.complete(request, in: world)
        var answer: JSONObject = [
            "world": .string(world.name.description),
            "app": .string(completion.app),
            "appUserId": .string(completion.appUserID),
            "anonId": completion.anonID.map(JSONValue.string) ?? .null,
            "sessionId": completion.sessionID.map(JSONValue.string) ?? .null,
            "redirect": completion.redirect.map(JSONValue.string) ?? .null,
            "reason": completion.reason?.json ?? .null,
        ]
        if isDelivered, let redirect = completion.redirect {
            answer["delivery"] = await delivery.call(redirect).json
        }
        return .object(answer)
    }

    private static func complete(
        _ request: LinkCompletionRequest, in world: World
    ) async throws(ControlRefusal) -> LinkCompletion {
        do throws(AnonProblem) {
            return try await world.anon.completeLink(request, at: world.clock.now)
        } catch {
            throw ControlRefusal(error.status, error.reason)
        }
    }
}

extension Reason {
    /// `reason` in an answer of the control plane.
    var json: JSONValue { ["code": .string(code), "detail": .string(detail)] }
}
