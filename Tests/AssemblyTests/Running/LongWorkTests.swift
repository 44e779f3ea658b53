import DrydockTesting
import Foundation
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Assembly

@Suite("Threads for long work")
struct LongWorkTests {
    /// Computations that end when they are told to, as a test cannot wait for long ones.
    private final class Computations: Sendable {
        let areWanted = Atomic(true)
        let running = Atomic(0)

        func compute() {
            running.add(1, ordering: .acquiringAndReleasing)
            while areWanted.load(ordering: .acquiring) {}
        }
    }

    @Test("computations on all of its threads leave Swift's own to everybody else", .timeLimit(.minutes(1)))
    func leavesOthersAlone() async throws {
        // Two on a small machine are as many as Swift has threads there.
        let longWork = LongWork()
        let service = Task { try await longWork.run() }
        while !longWork.isStarted { await Task.yield() }
        let computations = Computations()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { await longWork.run { computations.compute() } } }
            while computations.running.load(ordering: .acquiring) < 2 { await Task.yield() }
            // Reached only if there is a thread for it.
            let sum = await withTaskGroup(of: Int.self) { group in
                for number in 1...10 { group.addTask { number } }
                return await group.reduce(0, +)
            }
            #expect(sum == 55)
            computations.areWanted.store(false, ordering: .releasing)
            try await group.waitForAll()
        }
        service.cancel()
        try await service.value
        #expect(await longWork.run { 3 } == 3, "what comes after the end is done all the same")
    }

    @Test(
        "its threads give way, event loops do not, and what either starts is as any other",
        .enabled(if: Scheduling.current != nil), .timeLimit(.minutes(1)))
    func urgency() async throws {
        let longWork = LongWork()
        let service = Task { try await longWork.run() }
        while !longWork.isStarted { await Task.yield() }
        let (ours, child) = await longWork.run { (Scheduling.current, Self.startThread()) }
        let usual = try #require(Scheduling.current?.niceness)
        #expect(ours?.niceness == max(usual, Int(ThreadUrgency.niceness)))
        #expect(ours?.slice == ThreadUrgency.longest || !Scheduling.hasSlices)
        #expect(try await Self.scheduling(of: child)?.slice != ThreadUrgency.longest)
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
            let (ours, child) = try await loop.submit { (Scheduling.current, Self.startThread()) }.get()
            #expect(ours?.niceness == usual)
            #expect(ours?.slice == ThreadUrgency.shortest || !Scheduling.hasSlices)
            #expect(try await Self.scheduling(of: child)?.slice != ThreadUrgency.shortest)
        }
        service.cancel()
        try await service.value
    }

    private static func startThread() -> NIOThreadPool {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        return pool
    }

    private static func scheduling(of pool: NIOThreadPool) async throws -> Scheduling? {
        let scheduling = try await pool.runIfActive { Scheduling.current }
        try await pool.shutdownGracefully()
        return scheduling
    }

    @Test("what is thrown there is thrown here")
    func throwing() async throws {
        let longWork = LongWork(threads: 1)
        await #expect(throws: CancellationError.self) {
            try await longWork.run { () throws(CancellationError) in throw CancellationError() }
        }
    }

    @Test("operations go there whose work grows with a world that is large, or with journals and documents")
    func workloads() throws {
        let worlds = try TestWorlds()
        let (small, large) = (worlds.world("small"), worlds.world("large"))
        large.noteLargeBody()
        func handler(_ workload: Workload, size: Int?) -> RoutedHandler {
            var objects: (@Sendable (World) -> Int)?
            if let size { objects = { _ in size } }
            return RoutedHandler(workload: workload, size: objects) { _, _, _ in .now(Reply(.ok)) }
        }
        #expect(!handler(.short, size: 1_000_000).isLong(in: small))
        #expect(!handler(.growing, size: 10).isLong(in: small))
        #expect(handler(.growing, size: 1_000_000).isLong(in: small))
        #expect(handler(.long, size: 0).isLong(in: small))
        #expect(handler(.short, size: 0).isLong(in: large))
        #expect(!handler(.short, size: nil).isLong(in: large), "the health check is about no world")
        #expect(worlds.factory.world(from: large.snapshot, replacing: small).mayHaveLargeObjects)
    }

    @Test("a health check does not wait for two bodies of very many names")
    func health() async throws {
        try await withDrydock { drydock in
            let names = (0..<40_000).reversed().map { "\"k\($0 + 100_000)\":1" }.joined(separator: ",")
            let body = "{\"source\":\"https://a.example\",\(names)}"
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 { group.addTask { try await drydock.post("/v1/applications", body).status } }
                for _ in 0..<10 { #expect(try await HealthCheck.time(port: drydock.port) < .seconds(2)) }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == [201, 201])
        }
    }
}

/// A health check that is timed on an event loop: Swift's own threads, on which tests wait, have all the others to do.
private final class HealthCheck: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct NotWell: Error {}

    private let taken: EventLoopPromise<TimeAmount>
    private var began = NIODeadline.now()

    private init(_ taken: EventLoopPromise<TimeAmount>) {
        self.taken = taken
    }

    /// How long the first bytes of a good answer took.
    static func time(port: Int) async throws -> TimeAmount {
        let taken = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: TimeAmount.self)
        let connection = ClientBootstrap(group: taken.futureResult.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(HealthCheck(taken))
                }
            }
            .connect(host: "127.0.0.1", port: port)
        connection.cascadeFailure(to: taken)
        let time = try await taken.futureResult.get()
        try await connection.get().close()
        return time
    }

    func channelActive(context: ChannelHandlerContext) {
        began = .now()
        let request = ByteBuffer(string: "GET /_drydock/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if String(buffer: unwrapInboundIn(data)).hasPrefix("HTTP/1.1 200 ") {
            taken.succeed(.now() - began)
        } else {
            taken.fail(NotWell())
        }
    }

    func channelInactive(context: ChannelHandlerContext) { taken.fail(NotWell()) }
}

/// What the system's scheduler tells of a thread.
private struct Scheduling {
    let niceness: Int
    /// In nanoseconds.
    let slice: UInt64

    /// Of the thread that calls; nil where the system does not tell, or whoever started the tests chose another policy.
    static var current: Scheduling? {
        guard let told = try? String(contentsOfFile: "/proc/thread-self/sched", encoding: .utf8) else { return nil }
        let rows = told.split(separator: "\n").map { $0.split(whereSeparator: " :".contains) }
        func value(_ name: Substring) -> Int? {
            rows.first { $0.count == 2 && $0[0] == name }.flatMap { Int($0[1]) }
        }
        guard value("policy") == 0, let slice = value("se.slice"), let priority = value("prio") else { return nil }
        return Scheduling(niceness: priority - 120, slice: UInt64(slice))
    }

    /// Whether threads may ask for slices of their own: from Linux 6.12 on.
    static let hasSlices: Bool = {
        let release = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? ""
        let version = release.split(separator: ".").prefix(2).compactMap { Int($0) }
        return version.count == 2 && (version[0], version[1]) >= (6, 12)
    }()
}
