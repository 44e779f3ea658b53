import HTTPTypes
import Kernel
import KernelHTTP

/// Finds out why requests were answered as they were. For one call, when somebody asks: requests do not pay for it.
struct Diagnosis {
    let operations: OperationPaths
    private let finder: OperationFinder
    private let rules: [RuleStatus]
    private let mask: SecretMask

    init(operations: [Endpoint], rules: [RuleStatus], mask: SecretMask) {
        self.operations = OperationPaths(operations)
        finder = OperationFinder(operations)
        self.rules = rules
        self.mask = mask
    }

    /// What a request came closest to; nil where it reached an operation and no rule was near.
    func nearest(to entry: JournalEntry) -> Nearest? {
        let operation = nearestOperation(to: entry)
        let rule = entry.rule == nil ? NearestRule(to: request(entry), among: rules, mask: mask) : nil
        guard operation != nil || rule != nil else { return nil }
        let first = operation.map { "\(line(of: entry)) is closest to \($0.words)" }
        return Nearest(
            operation: operation, rule: rule, message: [first, rule?.words].compactMap(\.self).joined(separator: "; "))
    }

    /// The operation that a request, which reached none, came closest to.
    func nearestOperation(to entry: JournalEntry) -> NearestOperation? {
        guard entry.operation == nil else { return nil }
        return finder.nearest(to: entry.request.method.rawValue, request(entry).urlPath)
    }

    /// An exchange as expectations look at it.
    func request(_ entry: JournalEntry) -> PastRequest { PastRequest(entry: entry, operations: operations) }

    /// Method and path as they may be shown.
    func line(of entry: JournalEntry) -> String {
        "\(entry.request.method.rawValue) \(mask.text(request(entry).urlPath))"
    }

    /// A mismatch as it may be shown.
    func shown(_ mismatch: RequestMismatch) -> ShownMismatch { ShownMismatch(mismatch, mask: mask) }
}
