import Admin
import Edge
import Kernel
import KernelHTTP

extension ControlRoom {
    var metrics: MetricsReport {
        MetricsReport(
            requests: requestMetrics.counts, worlds: worldTable.count, connections: connections.open,
            journalBytes: worldTable.factory.journalBudget.used, journalDrops: worldTable.factory.journalBudget.dropped,
            snapshots: worldTable.snapshotCount,
            listeners: events.count, processStart: settings.processStart, version: version)
    }
}
