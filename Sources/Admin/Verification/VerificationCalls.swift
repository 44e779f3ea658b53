import HTTPTypes
import Kernel
import KernelHTTP

/// `/verify`
enum VerificationCalls {
    @Sendable static func verify(_ call: ControlCall) throws -> Reply {
        let order = try VerificationOrder.read(call)
        let world = try call.world()
        let mask = try RequestCalls.mask(call)
        let entries = world.journal.entries
        let verifier = Verifier(
            entries: entries,
            diagnosis: Diagnosis(operations: call.worlds.operations, rules: [], mask: mask), mask: mask)
        let verification = Verification(
            outcomes: verifier.outcomes(of: order), remarks: remarks(on: world, entries: entries.count, among: call))
        guard !verification.isMet else { return .json(.ok, verification) }
        return .json(.conflict, verification, reason: verification.refusal.reason)
    }

    /// A test that looks into the wrong world finds nothing there, and a journal that was too small has forgotten.
    private static func remarks(
        on world: any ControlledWorld, entries: Int, among call: ControlCall
    ) -> [String] {
        var remarks: [String] = []
        let dropped = world.journal.dropped
        if dropped > 0 {
            remarks.append("The journal has dropped \(dropped) requests for want of room; see --journal-bytes.")
        }
        if entries == 0 {
            let others = call.worlds.worlds.filter { $0.journal.count > 0 }.prefix(5)
            let list = others.map { "\($0.name) (\($0.journal.count))" }.joined(separator: ", ")
            remarks.append(
                "No request came to the world \(world.name)." + (list.isEmpty ? "" : " Worlds with requests: \(list)."))
        }
        return remarks
    }
}
