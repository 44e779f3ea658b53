import HTTPTypes
import Kernel
import KernelHTTP

/// Finds out why requests were answered as they were: for one call, when somebody asks, so that requests do not pay for it.
struct Diagnosis {
    private let operations: OperationPaths
    private let finder: OperationFinder
    private let rules: [RuleStatus]
    private let mask: SecretMask

    init(operations: [Endpoint], rules: [RuleStatus], mask: SecretMask) {
        self.operations = OperationPaths(operations)
        finder = OperationFinder(operations)
        self.rules = rules
        self.mask = mask
    }

    /// What a request came closest to; nil if it reached an operation and no rule was near.
    func nearest(to entry: JournalEntry) -> Nearest? {
        let operation = nearestOperation(to: entry)
        let rule = entry.rule == nil ? NearestRule(to: request(entry), among: rules, mask: mask) : nil
        guard operation != nil || rule != nil else { return nil }
        let first = operation.map { "\(line(of: entry)) is closest to \($0.words)" }
        return Nearest(
            operation: operation, rule: rule, message: [first, rule?.words].compactMap(\.self).joined(separator: "; "))
    }

    /// The operation that a request came closest to; nil if it reached one.
    func nearestOperation(to entry: JournalEntry) -> NearestOperation? {
        guard entry.operation == nil else { return nil }
        return finder.nearest(to: entry.request.method.rawValue, request(entry).urlPath)
    }

    /// An exchange as criteria look at it.
    func request(_ entry: JournalEntry) -> PastRequest { PastRequest(entry: entry, operations: operations) }

    /// Method and path as they may be shown.
    func line(of entry: JournalEntry) -> String {
        "\(entry.request.method.rawValue) \(mask.text(request(entry).urlPath))"
    }

    /// A mismatch as it may be shown.
    func shown(_ mismatch: RequestMismatch) -> ShownMismatch { ShownMismatch(mismatch, mask: mask) }
}

extension JournalEntry {
    /// What to call it: `request 4`, or `Drydock's call after request 4`.
    var nameInWords: String {
        direction == .incoming ? "request \(number)" : "Drydock's call after request \(number)"
    }
}

/// What a request came closest to: an operation if it reached none, and a rule if none acted.
struct Nearest {
    let operation: NearestOperation?
    let rule: NearestRule?
    /// Both in words.
    let message: String
}

extension Nearest: JSONWritable {
    /// `{message, operation, rule}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("message", message)
            json.member("operation", operation)
            json.member("rule", rule)
        }
    }
}

/// The rule that would have acted on a request, had one thing been different.
struct NearestRule {
    let rule: RuleStatus
    /// The first thing in which the request differs; nil if the request was right and the rule was not ready.
    let difference: ShownMismatch?
    /// In how many things it differs.
    let differences: Int

    /// The rule for requests like this one that differs in the fewest things; nil if there is none for its operation.
    init?(to request: PastRequest, among rules: [RuleStatus], mask: SecretMask) {
        let operation = request.entry.operation
        let candidates = rules.compactMap { rule -> (rule: RuleStatus, mismatches: [RequestMismatch])? in
            let pattern = RequestPattern(on: rule.rule.on, when: rule.rule.when)
            guard pattern.fits(operation: operation) else { return nil }
            return (rule, pattern.mismatches(operation: operation, subject: request))
        }
        // Of several that are equally near, `min` takes the one that is asked first.
        guard let best = candidates.min(by: { $0.mismatches.count < $1.mismatches.count }) else { return nil }
        rule = best.rule
        differences = best.mismatches.count
        difference = best.mismatches.first.map { ShownMismatch($0, mask: mask) }
    }

    /// For example `rule credits did not act: body.identities.0.id: wanted "1c2d", got "9f"`.
    var words: String {
        guard let difference else { return "rule \(rule.id) fits, but did not act: \(hindrance)" }
        let more = differences > 1 ? ", and \(differences - 1) more" : ""
        return "rule \(rule.id) did not act: \(difference.words)\(more)"
    }

    private var hindrance: String {
        if rule.remaining == 0, let times = rule.rule.times { return "it is used up (times: \(times))" }
        if let state = rule.rule.state?.from { return "it acts in state \(state) only" }
        if let probability = rule.rule.probability, probability < 1 {
            return "its probability of \(probability) let the request pass"
        }
        return "it was added later"
    }
}

extension NearestRule: JSONWritable {
    /// `{id, difference, differences}`
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", rule.id)
            json.member("difference", difference)
            json.member("differences", differences)
        }
    }
}
