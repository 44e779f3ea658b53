import Admin
import HTTPTypes
import Kernel

extension ControlRoom {
    func subscribe(
        to world: WorldName, after number: Int?
    ) throws(ControlRefusal) -> any EventSubscription {
        guard let subscription = WorldSubscription(to: world, in: worldTable, hub: events, after: number) else {
            throw ControlRefusal(
                .serviceUnavailable, "\(events.count) clients listen to events already, as many as may",
                code: "events.tooMany")
        }
        return subscription
    }
}
