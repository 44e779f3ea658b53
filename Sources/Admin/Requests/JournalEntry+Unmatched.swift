import Kernel
import KernelHTTP

extension JournalEntry {
    /// Whether the request reached no operation, or one that Drydock does not simulate.
    var isUnmatched: Bool { operation == nil || reason?.code == "operation.notImplemented" }
}
