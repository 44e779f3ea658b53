package import Kernel
import Synchronization

/// The browsers of one world's sessions at one vendor.
package final class WorldBrowsers: SessionBrowsers {
    private let registry: BrowserRegistry
    private let world: WorldName
    private let vendor: String
    private let network: BrowserNetwork
    private let clock: WorldClock
    private let isRetired = Atomic(false)

    /// - Parameters:
    ///   - network: what the world's browsers reach.
    ///   - clock: the world's time, which downloads are dated by.
    package init(
        _ registry: BrowserRegistry, world: WorldName, vendor: String, network: BrowserNetwork, clock: WorldClock
    ) {
        self.registry = registry
        self.world = world
        self.vendor = vendor
        self.network = network
        self.clock = clock
    }

    /// The world was swapped for another one of its name: requests that are still in it get no browser any more, as another
    /// session may have the same id.
    package func retire() {
        isRetired.store(true, ordering: .releasing)
    }

    package var areConfigured: Bool { true }

    package var loadsExtensions: Bool { registry.loadsExtensions }

    package func browser(
        of session: String, startingWith setup: BrowserSetup
    ) async throws(BrowserFailure) -> SessionBrowser {
        try await registry.browser(
            BrowserOrder(key: key(session), setup: setup, network: network, now: { [clock] in clock.now })
        ) {
            !isRetired.load(ordering: .acquiring)
        }
    }

    package func runningBrowser(of session: String) -> SessionBrowser? {
        isRetired.load(ordering: .acquiring) ? nil : registry.runningBrowser(of: key(session))
    }

    package func remains(of session: String) async -> BrowserRemains? {
        guard !isRetired.load(ordering: .acquiring) else { return nil }
        return await registry.remains(of: key(session))
    }

    package func end(_ session: String) {
        if !isRetired.load(ordering: .acquiring) { registry.end(key(session)) }
    }

    private func key(_ session: String) -> BrowserKey {
        BrowserKey(world: world, vendor: vendor, session: session)
    }
}
