import Kernel
import KernelHTTP
import Testing

@testable import Anchor
@testable import Assembly

@Suite("What keeps deleted files alive")
struct VolumeWeightTests {
    @Test("weighs as much as they do: deleting pushes out the past that would bring them back")
    func deletionsWeigh() throws {
        let worlds = try TestWorlds(historyBytes: 1_000_000)
        let world = worlds.world("w")
        let turn = AnchorTurn(policies: world.anchor.policies, now: world.clock.now)
        let id = try world.anchor.update { (state) throws in try state.createVolume(named: "v", turn).id }
        let size = 100_000
        for number in 0..<30 {
            _ = world.arrive(weight: size)
            let file = VolumeEntry.File(
                content: try StoredBytes(Array(repeating: 1, count: size), chargedTo: world.anchor.files),
                contentType: VolumeEntry.File.anyType)
            _ = try world.anchor.update { (state) throws in
                try state.putFile(file, at: try VolumePath("\(number)"), of: id, overwrites: false, turn)
            }
        }
        #expect(world.anchor.files.used == 30 * size)
        for number in 0..<30 {
            _ = world.arrive()
            _ = try world.anchor.update { (state) throws in
                try state.deleteFile(try VolumePath("\(number)"), of: id, recursively: false, turn)
            }
        }
        for _ in 0..<3 { _ = world.arrive() }
        #expect(world.anchor.files.used <= 1_000_000, "\(world.anchor.files.used) bytes are kept for the way back")
        #expect(world.history.keeps(63))
    }
}
