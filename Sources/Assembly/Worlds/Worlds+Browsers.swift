import Anchor
import Browsers
import Kernel

/// The browsers behind the sessions of worlds: what becomes of them when worlds are swapped, and the other way round.
extension Worlds: BrowserOwners {
    /// What runs behind the sessions of a world that was swapped ends; where another world goes on from an earlier moment, only
    /// if the session does not run there.
    func endBrowsers(of world: World, isContinued: Bool) {
        guard let browsers else { return }
        world.retireBrowsers()
        guard isContinued else { return browsers.forget(world.name) }
        if let present = present(world.name) {
            let clients = browsers.clients(in: world.name, of: VendorKind.anchor.name)
            present.anchor.settleConnections(clients, at: present.clock.now)
        }
        browsers.review()
    }

    func isRunning(_ key: BrowserKey, activity: UInt64?) -> Bool {
        present(key.world)?.isRunning(key, activity: activity) ?? false
    }

    func isKnown(_ key: BrowserKey) -> Bool { present(key.world)?.isKnown(key) ?? false }

    func browserEnded(_ key: BrowserKey, because words: String) {
        present(key.world)?.browserEnded(key)
    }

    func downloaded(_ downloads: [BrowserDownload], by key: BrowserKey) {
        present(key.world)?.downloaded(downloads, by: key)
    }
}
