package import Kernel

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
}
