import Admin
import Anchor
import Kernel

/// `POST /_drydock/webhooks/events`.
extension ControlPlane {
    func fireWebhookEvent(_ type: String, data: JSONObject, in name: WorldName) throws -> FiredEvent {
        let world = try enter(name)
        guard let event = world.anchor.fireWebhookEvent(named: type, data: data, text: nil, at: world.clock.now) else {
            let hint = TextSuggestion.hint(for: type, among: FiredWebhookEvent.names)
            throw FieldComplaint(
                field: "type",
                problem: "is no event that webhooks are told of"
                    + (hint.isEmpty ? "; known are \(FiredWebhookEvent.names.joined(separator: ", "))" : hint))
        }
        return FiredEvent(type, id: event.id, in: name, webhooks: event.deliveries)
    }
}
