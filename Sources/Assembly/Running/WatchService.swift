import ServiceLifecycle

/// Looks at the scenario files from time to time. Polling sees every kind of edit on every kind of file system, shared
/// folders of containers included.
struct WatchService: Service, CustomStringConvertible {
    private let watch: ScenarioWatch
    private let interval: Duration

    init(_ watch: ScenarioWatch, every interval: Duration) {
        self.watch = watch
        self.interval = interval
    }

    /// The service group asks for a name, and would look through all our fields for one.
    var description: String { "scenario watch" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat { watch.look() } while (try? await ContinuousClock().sleep(for: interval)) != nil
        }
    }
}
