import Browsers
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Anchor

/// A usual run takes 100,000 heads; with `DRYDOCK_FUZZ_INPUTS=1000000`, as in `Tests/run`, it is twice as many: each is routed and
/// answered as a whole, and takes as long as several of the other readers'.
@Suite("Offers of WebSockets, whatever is in them", .timeLimit(.minutes(10)))
struct AttachmentFuzzTests {
    private static let heads =
        (ProcessInfo.processInfo.environment["DRYDOCK_FUZZ_INPUTS"].flatMap(Int.init) ?? 500_000) / 5

    @Test("reach a browser or are refused in words, and nothing else", arguments: [0xA77AC4])
    func refused(seed: UInt64) async {
        print("seed of the offers: \(seed)")
        let client = AnchorClient(browsers: FailingBrowsers(failure: .tooMany(limit: 4)))
        let session = await client.session(#"{"session":{"timeout":{"max_duration":-1,"idle_timeout":-1}}}"#)
        var offers = OfferMaker(seed: seed, session: session)
        var reasons: [String: Int] = [:]
        for number in 0..<Self.heads {
            let head = offers.next()
            let exchange = Exchange(
                number: number, receivedAt: client.now, head: head, body: ByteBuffer(),
                origin: Origin(scheme: "http", authority: "127.0.0.1:4010"))
            let isPage = exchange.path.hasPrefix("/devtools")
            let parameters = NamedValues(isPage ? [NamedValues.Pair(name: "pageId", value: "p")] : [])
            let clock = WorldClock(start: client.now, mode: .frozen, wall: .constant(client.now))
            let call = Call(exchange: exchange, store: client.store, parameters: parameters, clock: clock)
            reasons[await Self.reason(call, on: SessionAttachmentController.routes[isPage ? 1 : 0]), default: 0] += 1
        }
        // Neither all good nor all bad, else nothing would have been tried.
        #expect(reasons["browser.tooMany", default: 0] > Self.heads / 100)
        let known = [
            "browser.tooMany", "browser.foreignOrigin", "browser.malformedOffer", "key.missing", "key.refused",
            "session.unknown", "credits.none", "rate.sessions", "query.invalid",
        ]
        #expect(Set(reasons.keys).isSubset(of: known), "\(reasons)")
    }

    private static func reason(_ call: AnchorCall, on route: Route<AnchorStore>) async -> String {
        do {
            try route.admit(call)
            guard case .waiting(let handle) = route.handler else { return "no handler" }
            _ = try await handle(call)
            return "no refusal"
        } catch let problem as AnchorProblem {
            return problem.textReply.body.readableBytes > 0 ? problem.reason.code : "no words"
        } catch {
            return "\(error)"
        }
    }
}

/// Makes heads of which each part may be right, missing, twice or noise.
private struct OfferMaker {
    private let session: String
    private var random: SplitMix64

    init(seed: UInt64, session: String) {
        self.session = session
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> HTTPRequest {
        let place = below(4) == 0 ? "/devtools/page/p" : "/"
        let query = [
            field("sessionId", [session, session.uppercased(), "unknown", "", noise()]),
            field("apiKey", ["sk-a", "sk-a@default", "sk-a@other", "sk-invalid", "sk-nocredits", "@", noise()]),
        ].compactMap(\.self).joined(separator: "&")
        var head = HTTPRequest(method: .get, scheme: "http", authority: "a", path: "\(place)?\(query)")
        add("Connection", ["Upgrade", "keep-alive, Upgrade", "close", noise()], to: &head)
        add("Sec-WebSocket-Version", ["13", "13", "13", "8", noise()], to: &head)
        add("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==", "==", noise()], to: &head)
        if below(8) == 0 { add("Origin", ["null", "https://evil.example.com", noise()], to: &head) }
        if below(8) == 0 { add("Content-Length", ["0", "1", noise()], to: &head) }
        if below(16) == 0 { add("anchor-api-key", ["sk-b", "", noise()], to: &head) }
        return head
    }

    private mutating func field(_ name: String, _ values: [String]) -> String? {
        below(6) == 0 ? nil : "\(name)=\(values[below(below(3) == 0 ? values.count : 1)])"
    }

    private mutating func add(_ name: String, _ values: [String], to head: inout HTTPRequest) {
        guard below(12) != 0, let name = HTTPField.Name(name) else { return }
        for _ in 0...(below(16) == 0 ? 1 : 0) {
            let value = values[below(below(3) == 0 ? values.count : 1)]
            head.headerFields.append(HTTPField(name: name, value: value))
        }
    }

    private mutating func noise() -> String {
        String(String.UnicodeScalarView((0..<below(40)).compactMap { _ in Unicode.Scalar(UInt32(below(0x250))) }))
    }

    private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
}
