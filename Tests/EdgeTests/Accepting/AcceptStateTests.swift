import Testing

@testable import Edge

@Suite("A listener that runs out of file descriptors")
struct AcceptStateTests {
    @Test("it rests, and tells once that it does and once that it is over, however often it fails meanwhile")
    func rests() {
        var state = AcceptState()
        #expect(state.fail() == .rest(isFirst: true))
        #expect(state.fail() == .wait)
        #expect(state.resume() == false)
        #expect(state.look() == false)
        #expect(state.fail() == .rest(isFirst: false))
        #expect(state.resume() == false)
        #expect(state.look() == false)
        #expect(state.look() == true)
        #expect(state.fail() == .rest(isFirst: true))
    }

    @Test("who wants the next connection meanwhile gets it afterwards")
    func holdsReads() {
        var state = AcceptState()
        #expect(state.read() == true)
        _ = state.fail()
        #expect(state.read() == false)
        #expect(state.resume() == true)
        #expect(state.read() == true)
    }

    @Test(
        "there are no more connections and tunnels than descriptors",
        arguments: [
            (8, 3, 1), (64, 24, 8), (256, 144, 48), (1024, 576, 192), (8192, 4096, 512), (1 << 30, 4096, 512),
        ])
    func fits(descriptors: Int, connections: Int, tunnels: Int) {
        let limits = EdgeLimits().fitting(descriptors: descriptors)
        #expect(limits.maxConnections == connections)
        #expect(limits.maxTunnels == tunnels)
        var expected = EdgeLimits()
        expected.maxConnections = connections
        expected.maxTunnels = tunnels
        #expect(limits == expected)
    }
}
