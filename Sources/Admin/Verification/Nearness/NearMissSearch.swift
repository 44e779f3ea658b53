import HTTPTypes
import Kernel
import KernelHTTP

/// Finds the exchanges that came closest to what was looked for.
struct NearMissSearch {
    let criteria: RequestCriteria
    let diagnosis: Diagnosis

    /// Differing in the operation counts as much as in so many other things.
    private static let operationWeight = 4
    private static let pathWeight = 2

    /// At most `limit` of `entries` that are not what is looked for, the closest first, of equals the newest.
    func closest(among entries: [JournalEntry], limit: Int) -> [NearMiss] {
        let misses = entries.filter(criteria.acceptsPosition).compactMap(miss)
        return Array(
            misses.sorted { ($0.distance, $1.entry.number) < ($1.distance, $0.entry.number) }.prefix(limit))
    }

    private func miss(_ entry: JournalEntry) -> NearMiss? {
        let request = diagnosis.request(entry)
        var differences: [ShownMismatch] = []
        var distance = 0
        for mismatch in criteria.pattern.mismatches(operation: entry.operation, subject: request) {
            let near = mismatch.part == .operation ? nearPath(of: entry) : nil
            differences.append(near ?? diagnosis.shown(mismatch))
            distance += mismatch.part != .operation ? 1 : near == nil ? Self.operationWeight : Self.pathWeight
        }
        let status = entry.response.status.code
        if let wanted = criteria.status, !wanted.matches(status) {
            differences.append(ShownMismatch(field: "status", wanted: "\(wanted)", got: "\(status)"))
            distance += 1
        }
        if let wanted = criteria.reason, !(entry.reason.map { wanted.matches($0.code) } ?? false) {
            differences.append(
                ShownMismatch(field: "reason", wanted: "\(wanted)", got: entry.reason?.code ?? "none"))
            distance += 1
        }
        guard distance > 0 else { return nil }
        return NearMiss(entry: entry, differences: differences, distance: distance, line: diagnosis.line(of: entry))
    }

    /// The operation that is looked for, where a request reached none and came closest to it.
    private func nearPath(of entry: JournalEntry) -> ShownMismatch? {
        guard let nearest = diagnosis.nearestOperation(to: entry),
            criteria.on?.matches(nearest.endpoint.name) ?? false
        else { return nil }
        let got = "\(diagnosis.line(of: entry)): \(nearest.differences.joined(separator: "; "))"
        return ShownMismatch(
            field: "path", wanted: "\(nearest.endpoint.method.rawValue) \(nearest.endpoint.path)", got: got)
    }
}
