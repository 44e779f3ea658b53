import HTTPTypes
import Kernel
import KernelHTTP

/// `/requests/near-misses`
enum NearMissCalls {
    @Sendable static func find(_ call: ControlCall) throws -> Reply {
        let world = try call.world()
        let rules = world.rules.statuses
        let order = try NearMissOrder.read(call)
        let criteria = try order.criteria(among: rules)
        let entries = world.journal.entries
        let diagnosis = Diagnosis(
            operations: call.worlds.operations, rules: rules, mask: try RequestCalls.mask(call))
        let search = NearMissSearch(criteria: criteria, diagnosis: diagnosis)
        return .json(
            .ok,
            NearMissList(
                nearMisses: search.closest(among: entries, limit: order.limit),
                found: entries.count { criteria.accept(diagnosis.request($0)) }))
    }
}
