import Anchor
import Anon
import Browsers
import Kernel
import Synchronization

/// What runs behind one world's sessions: at each vendor.
final class BrowsersOfWorld: Sendable {
    /// When a browser was seen in use last.
    private struct Use {
        var activity: UInt64?
        var at: Moment
    }

    /// Behind Anchor's sessions.
    let anchor: WorldBrowsers
    /// Behind Anon's remote browsers.
    let anon: WorldBrowsers
    private let uses = Mutex<[String: Use]>([:])

    /// How long Anon's browsers stay without anybody: the vendor does not say (ours).
    private static let longestIdle = TimeSpan.seconds(300)

    init(_ registry: BrowserRegistry, world: WorldName, network: BrowserNetwork, clock: WorldClock) {
        func browsers(at vendor: VendorKind) -> WorldBrowsers {
            WorldBrowsers(registry, world: world, vendor: vendor.name, network: network, clock: clock)
        }
        anchor = browsers(at: .anchor)
        anon = browsers(at: .anon)
    }

    /// The world was swapped.
    func retire() {
        anchor.retire()
        anon.retire()
    }

    /// Whether somebody has used one of Anon's browsers lately, by the world's time.
    ///
    /// - Parameter activity: a number that stays the same while nobody uses it; nil while a client is attached.
    func isUsed(_ session: String, _ activity: UInt64?, at now: Moment) -> Bool {
        uses.withLock { uses in
            let use = uses[session]
            if let use, let activity, use.activity == activity {
                let isUsed = now.elapsed(since: use.at) < Self.longestIdle
                // The next one counts anew.
                if !isUsed { uses[session] = nil }
                return isUsed
            }
            uses[session] = Use(activity: activity, at: now)
            return true
        }
    }

    /// Forgets the use of one that has gone.
    func forgetUse(of session: String) {
        _ = uses.withLock { $0.removeValue(forKey: session) }
    }
}

// MARK: - What becomes of sessions

extension World {
    /// Whether a session is there, running or not.
    func isKnown(_ key: BrowserKey) -> Bool {
        key.vendor == VendorKind.anchor.name ? anchor.hasSession(key.session) : anon.hasRemoteBrowser(key.session)
    }

    /// The browser of a session has these files now. Anchor's sessions may have a volume for them.
    func downloaded(_ downloads: [BrowserDownload], by key: BrowserKey) {
        guard key.vendor == VendorKind.anchor.name else { return }
        anchor.keepDownloads(downloads, of: key.session, at: clock.now)
    }

    /// The browser of a session has gone by itself. Anchor's session ends with it; Anon's gets another one at the next need.
    func browserEnded(_ key: BrowserKey) {
        if key.vendor == VendorKind.anchor.name { anchor.browserEnded(key.session, at: clock.now) }
    }
}
