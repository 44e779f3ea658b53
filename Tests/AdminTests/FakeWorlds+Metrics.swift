import Admin
import Kernel

/// Numbers that are known beforehand.
extension FakeWorlds: ControlledMetrics {
    var metrics: MetricsReport {
        var counts = RequestCounts()
        counts.note(operation: "anchor.createSession", status: 200, isRuled: false, duration: .microseconds(800))
        counts.note(operation: "anchor.createSession", status: 402, isRuled: true, duration: .milliseconds(2))
        counts.note(operation: nil, status: 404, isRuled: false, duration: .seconds(11))
        return MetricsReport(
            requests: counts, worlds: 2, connections: 3, journalBytes: 4096, journalDrops: 5, snapshots: 6,
            listeners: 7,
            processStart: Moment(milliseconds: 1_767_225_600_500), version: "1.2\"\\\n3")
    }
}
