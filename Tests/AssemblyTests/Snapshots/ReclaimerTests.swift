import Kernel
import Testing

@testable import Assembly

@Suite("The reclaimer")
struct ReclaimerTests {
    @Test("nothing of a world that was left is freed before the reclaimer takes its turn")
    func turn() async throws {
        let worlds = try TestWorlds()
        let reclaimer = Reclaimer()
        weak let abandoned = Self.leave(worlds.world("w"), to: reclaimer)
        #expect(abandoned != nil)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await reclaimer.run() }
            while abandoned != nil { await Task.yield() }
            group.cancelAll()
        }
        #expect(abandoned == nil)
    }

    private static func leave(_ world: consuming World, to reclaimer: Reclaimer) -> World {
        reclaimer.take(world)
        return world
    }
}
