import NIOCore
import NIOEmbedded
import Testing

@testable import Edge

/// What ends a stream, and what the whole connection.
@Suite struct BrokenStreamTests {
    @Test(
        "A request that breaks a rule of HTTP/2 is reset, and others of its connection are answered",
        arguments: [
            // A name in upper case, a field that is between two neighbours, a pseudo-field of answers.
            TestFrames.literal("X", "v"), TestFrames.literal("connection", "close"),
            TestFrames.literal(":status", "200"),
        ])
    func stream(_ field: [UInt8]) throws {
        let connection = try TestFrames()
        try connection.send(.head, stream: 1, flags: 0x5, TestFrames.get + field)
        #expect(try connection.received().contains(.init(kind: .reset, stream: 1)))
        #expect(connection.isOpen)
        // What a field did to the table of names holds for the next head, too.
        try connection.send(.head, stream: 3, flags: 0x5, TestFrames.get)
        let answer = try connection.received()
        #expect(answer.contains(.init(kind: .head, stream: 3)))
        #expect(answer.contains(.init(kind: .data, stream: 3)))
    }

    @Test("A frame that breaks a rule of the connection ends it, behind a goodbye")
    func connection() throws {
        let connection = try TestFrames()
        try connection.send(.ping, stream: 0, flags: 0, [1, 2, 3])
        #expect(try connection.received().contains(.init(kind: .goodbye, stream: 0)))
        #expect(!connection.isOpen)
    }

    @Test("More broken requests than a client sends by mistake end the connection")
    func many() throws {
        let connection = try TestFrames()
        for number in 0..<300 where connection.isOpen {
            try connection.send(
                .head, stream: UInt32(2 * number + 1), flags: 0x5, TestFrames.get + TestFrames.literal("X", "v"))
        }
        #expect(try connection.received().contains(.init(kind: .goodbye, stream: 0)))
        #expect(!connection.isOpen)
    }

    // MARK: Silence

    @Test(
        "A client that says nothing is waited for as long as any other, with a preface and without",
        arguments: [true, false])
    func silence(_ hasPreface: Bool) throws {
        let connection = try TestFrames(hasPreface: hasPreface)
        connection.advance(seconds: 74)
        #expect(connection.isOpen)
        connection.advance(seconds: 1)
        #expect(!connection.isOpen)
    }

    @Test("A client that answers pings and asks for nothing is told goodbye, and goes in good order")
    func idle() throws {
        let connection = try TestFrames()
        for _ in 0..<90 where connection.isOpen {
            connection.advance(seconds: 1)
            try connection.answerPings()
        }
        #expect(!connection.isOpen)
    }

    @Test("A client that talks on and does not heed a goodbye is closed all the same")
    func talk() throws {
        let connection = try TestFrames()
        for _ in 0..<160 where connection.isOpen {
            connection.advance(seconds: 1)
            try connection.send(.window, stream: 0, flags: 0, [0, 0, 0, 1])
        }
        #expect(try connection.received().contains(.init(kind: .goodbye, stream: 0)))
        #expect(!connection.isOpen)
    }

    @Test("A client that waits for its answer and answers pings is left alone for as long as it takes")
    func patience() throws {
        let connection = try TestFrames { _ in .never }
        try connection.send(.head, stream: 1, flags: 0x5, TestFrames.get)
        for _ in 0..<1000 {
            connection.advance(seconds: 1)
            try connection.answerPings()
        }
        #expect(connection.isOpen)
    }
}

/// A connection of HTTP/2 without a socket, frame by frame.
private struct TestFrames {
    /// The types of frames (RFC 9113, 6).
    enum Kind: UInt8 {
        case data = 0x0
        case head = 0x1
        case reset = 0x3
        case settings = 0x4
        case ping = 0x6
        case goodbye = 0x7
        case window = 0x8
    }

    struct Received: Equatable {
        let kind: Kind
        let stream: UInt32
        var payload: [UInt8] = []

        static func == (left: Received, right: Received) -> Bool {
            (left.kind, left.stream) == (right.kind, right.stream)
        }
    }

    private let channel = EmbeddedChannel()

    init(
        hasPreface: Bool = true, responder: @escaping @Sendable (EdgeRequest) -> Answering = { .now(.echo(of: $0)) }
    ) throws {
        let environment = TestPipeline.environment(responder: responder)
        let mark = ReadWatch()
        try channel.pipeline.syncOperations.addHandler(mark)
        try ConnectionHandler.add(to: channel, environment)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try HTTP2Connection.replaceHTTP1(of: channel, after: mark, environment)
        channel.embeddedEventLoop.run()
        guard hasPreface else { return }
        try channel.writeInbound(ByteBuffer(string: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        try send(.settings, stream: 0, flags: 0, [])
    }

    var isOpen: Bool { channel.isActive }

    func advance(seconds: Int64) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }

    /// Answers the pings that have come since frames were read last.
    func answerPings() throws {
        for frame in try received() where frame.kind == .ping && isOpen {
            try send(.ping, stream: 0, flags: 0x1, frame.payload)
        }
    }

    func send(_ kind: Kind, stream: UInt32, flags: UInt8, _ payload: [UInt8]) throws {
        var bytes = ByteBuffer()
        bytes.writeInteger(UInt32(payload.count) << 8 | UInt32(kind.rawValue))
        bytes.writeInteger(flags)
        bytes.writeInteger(stream)
        bytes.writeBytes(payload)
        try channel.writeInbound(bytes)
        channel.embeddedEventLoop.run()
    }

    /// The frames that have come since the last call.
    func received() throws -> [Received] {
        var bytes = ByteBuffer()
        while case .byteBuffer(var piece) = try channel.readOutbound(as: IOData.self) { bytes.writeBuffer(&piece) }
        var frames: [Received] = []
        while let head = bytes.readInteger(as: UInt32.self), bytes.readInteger(as: UInt8.self) != nil,
            let stream = bytes.readInteger(as: UInt32.self), let payload = bytes.readBytes(length: Int(head >> 8))
        {
            guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: head)) else { continue }
            frames.append(Received(kind: kind, stream: stream, payload: payload))
        }
        return frames
    }

    /// `GET https://localhost/` (RFC 7541, A).
    static let get: [UInt8] = [0x82, 0x87, 0x84, 0x41, 0x09] + Array("localhost".utf8)

    /// A field that enters the table of names.
    static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0x40, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
    }
}
