import FoundationEssentials
import Kernel
import Testing

@testable import Anchor

/// Archives with bytes changed at random. A usual run takes 100,000; `DRYDOCK_FUZZ_INPUTS=1000000` takes more, as `Tests/run`
/// does.
@Suite("Archives, whatever is in them", .timeLimit(.minutes(10)))
struct ZipFuzzTests {
    private static let inputs = ProcessInfo.processInfo.environment["DRYDOCK_FUZZ_INPUTS"].flatMap(Int.init) ?? 100_000

    @Test("are read or refused, and none takes more than it may", arguments: [0x21B])
    func damaged(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let content = Array("Some text that is packed a little, a little, a little.".utf8)
        let whole = [
            TestArchive([.init("manifest.json", content, deflated: true), .init("b/", []), .init("b/c", content)])
                .bytes,
            TestArchive([.init("a", content, deflated: true)]) { $0.comment = [1, 2, 3] }.bytes,
            TestArchive([.init("a"), .init("b"), .init("c")]).bytes,
        ]
        var limits = ZipArchive.Limits()
        limits.size = 1 << 20
        var (read, refused) = (0, 0)
        for round in 0..<Self.inputs {
            let bytes = Self.damage(whole[round % whole.count], &random)
            do {
                let archive = try ZipArchive(StoredBytes(present: bytes), limits: limits)
                var taken = 0
                for entry in archive.entries { try archive.read(entry) { taken += $0.count } }
                #expect(taken <= limits.size)
                #expect(archive.entries.allSatisfy { (try? ZipName.checked(Array($0.name.utf8)[...])) == $0.name })
                read += 1
            } catch {
                #expect(error is ZipArchive.Complaint)
                refused += 1
            }
        }
        // Neither all good nor all bad, else nothing would have been tried.
        #expect(read > Self.inputs / 100)
        #expect(refused > Self.inputs / 2)
    }

    private static func damage(_ whole: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = whole
        for _ in 0...Int(random.next() % 4) where !bytes.isEmpty {
            let place = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 6 {
            case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
            case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 2: bytes[place] = random.next() % 2 == 0 ? 0xFF : 0
            case 3: bytes.remove(at: place)
            case 4: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            default: bytes.append(contentsOf: bytes[place..<min(bytes.count, place + 22)])
            }
        }
        return bytes
    }
}
