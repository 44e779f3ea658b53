import FoundationEssentials
import HTTPTypes
import NIOHTTP1
import Testing

@testable import Edge

/// A build for debugging needs some 40 µs for each input, so a usual run takes 200,000; `DRYDOCK_FUZZ_INPUTS=1000000` takes
/// more, as `Tests/run` does. Targets need no bytes to be parsed and are many times cheaper.
@Suite("The readers of requests, fed with anything", .timeLimit(.minutes(10)))
struct RequestFuzzTests {
    private static let inputs =
        ProcessInfo.processInfo.environment["DRYDOCK_FUZZ_INPUTS"].flatMap(Int.init) ?? 200_000

    @Test("any bytes are read as requests or refused", arguments: [0x5EED])
    func readsBytes(seed: UInt64) throws {
        print("seed of the bytes: \(seed)")
        var inputs = RequestMutator(
            seed: seed,
            samples: [
                "CONNECT b.test:443 HTTP/1.1\r\nHost: b\r\n\r\n",
                "CONNECT [::1]:8 HTTP/1.1\r\nHost:b\r\n\r\n\u{16}\u{3}\u{1}",
                "CONNECT a:1 HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\u{1}\u{2}",
                "PUT /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy",
                "POST http://a/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            ])
        let reader = try FuzzedReader()
        for _ in 0..<Self.inputs { try reader.read(inputs.next()) }
        // Neither all good nor all bad, else nothing would have been tried.
        #expect(reader.tunnels > Self.inputs / 10)
        #expect(reader.requests > 2 * reader.tunnels)
        #expect(reader.refusals > Self.inputs / 10)
    }

    @Test("any target is taken apart or refused; that of a tunnel is a host and a port", arguments: [0x7A26E7])
    func readsTargets(seed: UInt64) throws {
        print("seed of the targets: \(seed)")
        var inputs = RequestMutator(
            seed: seed, samples: ["b.test:443", "[::1]:8", "127.0.0.1:65535", "/path?query", "http://b:1/", "*"])
        var accepted = 0
        for number in 0..<800_000 {
            let text = String(decoding: inputs.next(), as: UTF8.self)
            let isConnect = number.isMultiple(of: 2)
            guard let target = try? RequestTarget(text, isConnect: isConnect) else { continue }
            accepted += 1
            guard isConnect else {
                if target.path?.isEmpty != false { Issue.record("no path in \(text)") }
                continue
            }
            let tunnel = try #require(TunnelTarget(authority: text))
            let host = tunnel.host.contains(":") ? "[\(tunnel.host)]" : tunnel.host
            let digits = text.dropFirst(host.count + 1).drop { $0 == "0" }
            if target.path != nil || "\(host):\(digits)" != "\(host):\(tunnel.port)" || !text.hasPrefix(host) {
                Issue.record("\(tunnel) from \(text)")
            }
        }
        #expect((100_000..<700_000).contains(accepted))
    }
}

/// Makes inputs for the readers of requests: samples, samples with a few bytes changed, and mere noise.
private struct RequestMutator {
    /// Bytes that mean something to the reader.
    private static let telling = Array(" \r\n\t:/?#[]@.,0123456789afHCT\0%-+;\u{7f}".utf8) + [0x80, 0xFF]

    private let samples: [[UInt8]]
    private var random: SeededGenerator

    init(seed: UInt64, samples: [String]) {
        self.samples = samples.map { Array($0.utf8) }
        self.random = SeededGenerator(seed: seed)
    }

    /// The next input.
    mutating func next() -> [UInt8] {
        let choice = random.next()
        guard choice & 0xF != 0 else {
            return (0..<Int(choice >> 8 & 0x1F)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        var input = samples[Int(choice >> 8 & 0xFF) % samples.count]
        for _ in 0..<Int(choice >> 4 & 0x3) { mutate(&input) }
        return input
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        let choice = random.next()
        let position = Int(choice >> 8 & 0xFFFF) % max(input.count, 1)
        guard !input.isEmpty else { return }
        let byte = Self.telling[Int(choice >> 24 & 0xFF) % Self.telling.count]
        switch choice & 0x7 {
        case 0: input.remove(at: position)
        case 1: input.removeSubrange(position...)
        case 2: input.insert(contentsOf: input[position...], at: position)
        case 3, 4: input.insert(byte, at: position)
        default: input[position] = byte
        }
    }
}

/// Random numbers that come out the same for the same seed (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
