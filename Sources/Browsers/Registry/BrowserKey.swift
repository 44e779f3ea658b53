package import Kernel
import Logging

/// Which session of which world a browser is of.
package struct BrowserKey: Hashable, Sendable {
    /// The world.
    package let world: WorldName
    /// The vendor whose session it is.
    package let vendor: String
    /// The session's id.
    package let session: String

    /// The key of these parts.
    package init(world: WorldName, vendor: String, session: String) {
        self.world = world
        self.vendor = vendor
        self.session = session
    }
}

/// Who knows what becomes of the sessions behind which browsers run: the worlds.
package protocol BrowserOwners: Sendable {
    /// Whether a session runs now, at its world's time.
    ///
    /// - Parameter activity: a number that stays the same while nobody uses the browser; nil while a client is attached.
    func isRunning(_ key: BrowserKey, activity: UInt64?) -> Bool

    /// Whether a session is there, running or not.
    func isKnown(_ key: BrowserKey) -> Bool

    /// The browser of a session has gone by itself; why, in words.
    func browserEnded(_ key: BrowserKey, because words: String)

    /// The browser of a session has these files now, those included that were told of before. Called where it may take long.
    func downloaded(_ downloads: [BrowserDownload], by key: BrowserKey)
}

extension BrowserOwners {
    /// Nobody's business.
    package func downloaded(_ downloads: [BrowserDownload], by key: BrowserKey) {}
}

// MARK: - In log lines

extension BrowserKey {
    /// As log lines have it.
    var metadata: Logger.Metadata {
        ["world": "\(world)", "vendor": "\(vendor)", "session": "\(session)"]
    }
}

extension Logger.Metadata {
    func with(_ name: String, _ value: String) -> Logger.Metadata {
        var metadata = self
        metadata[name] = "\(value)"
        return metadata
    }
}
