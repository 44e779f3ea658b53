package import Kernel

/// The process in numbers, at one moment.
package struct MetricsReport: Sendable {
    /// The exchanges since the start.
    package let requests: RequestCounts
    /// How many worlds there are.
    package let worlds: Int
    /// How many connections are open.
    package let connections: Int
    /// What the journals of all worlds take, in bytes.
    package let journalBytes: Int
    /// How many exchanges had to leave the journals for want of room since the start.
    package let journalDrops: Int
    /// How many snapshots are kept.
    package let snapshots: Int
    /// How many clients listen to `/events`.
    package let listeners: Int
    /// When the process began, in real time.
    package let processStart: Moment
    /// Drydock's version.
    package let version: String

    /// A report of these.
    package init(
        requests: RequestCounts, worlds: Int, connections: Int, journalBytes: Int, journalDrops: Int, snapshots: Int,
        listeners: Int, processStart: Moment, version: String
    ) {
        self.requests = requests
        self.worlds = worlds
        self.connections = connections
        self.journalBytes = journalBytes
        self.journalDrops = journalDrops
        self.snapshots = snapshots
        self.listeners = listeners
        self.processStart = processStart
        self.version = version
    }
}
