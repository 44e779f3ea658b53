import FoundationEssentials
import Kernel
import Testing

@testable import Tokens

/// Hostile tokens through everything but the signature: none may crash, and each is either read or refused.
///
/// A build for debugging needs some 50 µs for each, so a usual run takes 200,000; `DRYDOCK_FUZZ_INPUTS=1000000` takes more.
@Suite("Fuzzing")
struct TokenFuzzTests {
    private static let seed: UInt64 = 0x5EED_0F70_4E45
    private static let lanes = 4
    private static let inputs =
        ProcessInfo.processInfo.environment["DRYDOCK_FUZZ_INPUTS"].flatMap(Int.init) ?? 200_000

    @Test("seeded inputs are read or refused, and none crashes")
    func tokens() async {
        let counts = await withTaskGroup(of: [String: Int].self) { group in
            for lane in 0..<Self.lanes {
                group.addTask { await Self.run(seed: Self.seed &+ UInt64(lane), inputs: Self.inputs / Self.lanes) }
            }
            return await group.reduce(into: [:]) { sum, counts in sum.merge(counts, uniquingKeysWith: +) }
        }
        print("fuzzed JWTs from seed \(Self.seed):", counts.sorted { $0.key < $1.key })
        #expect(counts.values.reduce(0, +) == Self.inputs / Self.lanes * Self.lanes)
        // The inputs reach every step, or they would show nothing.
        let outcomes = [
            "read", "missing", "malformed", "algorithmNone", "algorithmRefused", "criticalExtensions", "noExpiry",
            "expired", "notYetValid", "issuedInFuture", "noSubject",
        ]
        #expect(Set(counts.keys) == Set(outcomes))
        #expect(counts.values.allSatisfy { $0 > 20 })
    }

    private static func run(seed: UInt64, inputs: Int) async -> [String: Int] {
        var mutations = TokenMutations(seed: seed)
        var counts: [String: Int] = [:]
        for count in 1...inputs {
            counts[outcome(of: mutations.next()), default: 0] += 1
            // The other tests want the processor too.
            if count % 1000 == 0 { await Task.yield() }
        }
        return counts
    }

    private static func outcome(of text: String) -> String {
        do throws(TokenRefusal) {
            let token = try UnverifiedToken(text)
            _ = try TokenVerifier.algorithm(of: token.header)
            _ = try TokenVerifier.checkTimes(of: token.claims, at: HandmadeToken.now)
            _ = try TokenVerifier.subject(of: token.claims, "s")
            return "read"
        } catch {
            let reason = error.reason
            if reason.detail.utf8.count > 1000 { Issue.record("a reason of \(reason.detail.utf8.count) bytes") }
            return String(reason.code.dropFirst("jwt.".count))
        }
    }

    @Test("two thousand spoilt key sets are read or refused, and none crashes")
    func keySets() {
        let text = Array(JSONWriter.bytes(BuiltInKeys.jwks))
        var numbers = SplitMix64(seed: Self.seed)
        var usable = 0
        var skipped = 0
        for _ in 0..<2000 {
            var bytes = text
            for _ in 0...numbers.next() % 4 {
                bytes[Int(numbers.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: numbers.next() % 96 + 32)
            }
            guard let document = try? JSONParser.parse(bytes), let keySet = try? KeySet(document: document) else {
                continue
            }
            usable += keySet.kids.count
            skipped += keySet.skipped.count
            #expect(keySet.summary.utf8.count < 5000)
        }
        #expect(usable > 500)
        #expect(skipped > 500)
    }
}
