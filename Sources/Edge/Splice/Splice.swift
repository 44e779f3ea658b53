public import HTTPTypes
public import NIOCore
import NIOPosix
import Synchronization

/// The way to a server that has taken a client's upgrade. Whoever gets one puts it into an answer (`AnswerDelivery.splice`);
/// with the last reference to one that came to nothing its connection is closed.
public final class Splice: Sendable {
    private let target: any Channel
    private let isTaken = Atomic(false)
    private let end: SpliceEnd

    /// - Parameter target: the connection to the server; it has a `TunnelHandler`, which has kept the server's answer.
    init(_ target: any Channel, end: SpliceEnd) {
        self.target = target
        self.end = end
    }

    deinit {
        take()?.close(promise: nil)
    }

    /// Hands the connection over, once.
    func take() -> (any Channel)? {
        isTaken.exchange(true, ordering: .acquiringAndReleasing) ? nil : target
    }

    /// Ends both connections, whatever is still on its way. Whoever keeps this does not keep the splice.
    public var cut: @Sendable () -> Void {
        { [target] in target.close(promise: nil) }
    }

    /// Calls `action` once when both connections are over, on their event loop; or at once if they are already.
    public func whenOver(_ action: @escaping @Sendable (SpliceReport) -> Void) {
        end.whenTold(action)
    }
}

/// What came of a splice.
public struct SpliceReport: Sendable, Hashable {
    /// Who ended it.
    public let endedBy: SpliceParty
    /// From the answer to the end, in real time.
    public let duration: Duration
    /// Bytes that the client sent behind its request.
    public let bytesUp: Int
    /// Bytes that the server sent behind the head of its answer.
    public let bytesDown: Int

    /// A report of these facts.
    public init(endedBy: SpliceParty, duration: Duration, bytesUp: Int, bytesDown: Int) {
        self.endedBy = endedBy
        self.duration = duration
        self.bytesUp = bytesUp
        self.bytesDown = bytesDown
    }
}

/// Somebody who can end a splice.
public enum SpliceParty: Sendable, Hashable {
    /// The client hung up, or its connection broke.
    case client
    /// The server that it leads to did.
    case target
    /// We stop.
    case edge
}

/// The one end of a splice: told once, heard once, in whichever order.
final class SpliceEnd: Sendable {
    private struct State {
        var report: SpliceReport?
        var action: (@Sendable (SpliceReport) -> Void)?
    }

    private let state = Mutex(State())

    func tell(_ report: SpliceReport) {
        let action = state.withLock { state in
            guard state.report == nil else { return nil as (@Sendable (SpliceReport) -> Void)? }
            state.report = report
            defer { state.action = nil }
            return state.action
        }
        action?(report)
    }

    func whenTold(_ action: @escaping @Sendable (SpliceReport) -> Void) {
        let report = state.withLock { state in
            if state.report == nil { state.action = action }
            return state.report
        }
        if let report { action(report) }
    }
}

/// What a server answered to an upgrade.
public enum SpliceAnswer: Sendable {
    /// It takes it; what it sent goes to the client as it is. The head is for journals only.
    case taken(HTTPResponse, Splice)
    /// It does not, and says this instead.
    case refused(HTTPResponse, ByteBuffer)
}

/// Why a server answered nothing to an upgrade.
public enum SpliceFailure: Error, Hashable {
    /// Nothing accepts connections there; in words of the operating system.
    case unreachable(String)
    /// It took too long.
    case timedOut
    /// It hung up, or what it sent is no answer of HTTP.
    case noAnswer
    /// Nobody waits any longer.
    case cancelled

    init(_ error: any Error) {
        switch error {
        case let failure as SpliceFailure: self = failure
        case ChannelError.connectTimeout: self = .timedOut
        case let error as NIOConnectionError:
            self = .unreachable(error.connectionErrors.last.map { "\($0.error)" } ?? "\(error)")
        default: self = .unreachable("\(error)")
        }
    }
}
