import FoundationEssentials
import Kernel
import Testing

@Suite("Delays of rules")
struct DelayTests {
    private static func draws(_ delay: Delay, seed: UInt64 = 7) -> [Int64] {
        var numbers = SplitMix64(seed: seed)
        return (0..<2000).map { _ in delay.draw(from: &numbers).milliseconds }
    }

    @Test("a fixed delay is always the same")
    func fixed() {
        #expect(Set(Self.draws(.fixed(.seconds(2)))) == [2000])
    }

    @Test("a uniform delay reaches both bounds and nothing beyond, each about as often")
    func uniform() {
        let draws = Self.draws(Delay(.uniform(UniformDelay(from: .milliseconds(100), to: .milliseconds(104)))))
        let counts = Dictionary(grouping: draws) { $0 }.mapValues(\.count)
        #expect(Set(counts.keys) == [100, 101, 102, 103, 104])
        #expect(counts.values.allSatisfy { (300...500).contains($0) })
    }

    @Test("a lognormal delay has its median in the middle and the tail cut off")
    func lognormal() {
        let lognormal = LognormalDelay(median: .milliseconds(200), sigma: 0.5)
        let draws = Self.draws(Delay(.lognormal(lognormal, atMost: .milliseconds(700)))).sorted()
        #expect((185...215).contains(draws[1000]))
        #expect(draws[0] > 0 && draws[1999] == 700)
        let share = draws.filter { $0 < 330 }.count
        // One standard deviation above the median is e^0.5 times it: 84 of 100 are below.
        #expect((1620...1740).contains(share))
        #expect(
            Set(Self.draws(Delay(.lognormal(LognormalDelay(median: .seconds(1), sigma: 0), atMost: nil)))) == [1000])
    }

    @Test("even the widest distribution stays below ten years")
    func longest() {
        let delay = Delay(.lognormal(LognormalDelay(median: .longestDelay, sigma: 5), atMost: nil))
        #expect(Self.draws(delay).max() == TimeSpan.longestDelay.milliseconds)
    }

    @Test("the same seed draws the same delays, another one others")
    func seeds() {
        let delay = Delay(.uniform(UniformDelay(from: .zero, to: .seconds(10))))
        #expect(Self.draws(delay, seed: 1) == Self.draws(delay, seed: 1))
        #expect(Self.draws(delay, seed: 1) != Self.draws(delay, seed: 2))
    }

    @Test(
        "is written in the shortest form that tells all, and read again",
        arguments: [
            (Delay.fixed(.seconds(2)), #""2s""#),
            (Delay(.fixed(.seconds(2)), isRealTime: true), #"{"fixed":"2s","realTime":true}"#),
            (
                Delay(.uniform(UniformDelay(from: .milliseconds(100), to: .seconds(2)))),
                #"{"uniform":{"from":"100ms","to":"2s"}}"#
            ),
            (
                Delay(
                    .lognormal(LognormalDelay(median: .seconds(1), sigma: 0.5), atMost: .seconds(5)), isRealTime: true),
                #"{"lognormal":{"median":"1s","sigma":0.5},"atMost":"5s","realTime":true}"#
            ),
        ])
    func text(delay: Delay, text: String) throws {
        #expect(JSONWriter.text(delay) == text)
        #expect(try JSONDecoder().decode(Delay.self, from: Data(text.utf8)) == delay)
        #expect(try JSONDecoder().decode(Delay.self, from: try JSONEncoder().encode(delay)) == delay)
    }

    @Test(
        "connection effects are written and read again",
        arguments: [
            (ConnectionEffect.reset, #""reset""#), (.close, #""close""#), (.garbage, #""garbage""#),
            (.truncate(after: 10), #"{"truncate":{"after":10}}"#),
            (.dribble(bytes: 3, every: .milliseconds(100)), #"{"dribble":{"bytes":3,"every":"100ms"}}"#),
        ])
    func connection(effect: ConnectionEffect, text: String) throws {
        #expect(JSONWriter.text(effect) == text)
        #expect(try JSONDecoder().decode(ConnectionEffect.self, from: Data(text.utf8)) == effect)
        #expect(try JSONDecoder().decode(ConnectionEffect.self, from: try JSONEncoder().encode(effect)) == effect)
    }
}
