import ServiceLifecycle

/// Writes something to every listener from time to time, so that proxies keep quiet connections and dead ones show; and ends
/// all subscriptions when the server is to stop, because no answer of theirs would end by itself.
struct EventHeartbeat: Service, CustomStringConvertible {
    private let hub: EventHub
    private let interval: Duration

    init(_ hub: EventHub, every interval: Duration = .seconds(15)) {
        self.hub = hub
        self.interval = interval
    }

    /// The service group asks for a name, and would look through all our fields for one.
    var description: String { "event heartbeat" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await ContinuousClock().sleep(for: interval)) != nil { hub.beat() }
        }
        hub.close()
    }
}
