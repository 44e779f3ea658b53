import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Tokens

extension KeySetDownloadProblem {
    /// What an error of the client means that came before an answer.
    init(connecting error: any Error) {
        switch error {
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(client: error)
        case let error as NIOConnectionError: self.init(connection: error)
        case let error as IOError where error.errnoCode == ECONNRESET: self = .connectionReset
        case let error as IOError: self.init(system: error)
        case ChannelError.connectTimeout: self = .connectionTimedOut
        case HTTPParserError.invalidEOFState: self = .closedEarly
        case is HTTPParserError: self = .notHTTP
        default: self.init(named: error)
        }
    }

    /// What an error of the client means that came within the body of an answer.
    init(reading error: any Error, isChunked: Bool) {
        switch error {
        case let error as IOError where error.errnoCode == ECONNRESET:
            self = .bodyBroken("Connection reset by peer (os error 104)")
        case HTTPParserError.invalidChunkSize: self = .bodyBroken("Invalid chunk size line: Invalid Size")
        default:
            self = .bodyBroken(
                isChunked ? "unexpected EOF during chunk size line" : "end of file before message length reached")
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .cancelled, .alreadyShutdown: self = .cancelled
        case .connectTimeout, .tlsHandshakeTimeout: self = .connectionTimedOut
        // Only a host that no name server knows has characters that the client does not take.
        case .invalidURL, .emptyHost: self = .unknownHost
        case .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout: self = .answerTimedOut
        default: self = .closedEarly
        }
    }

    private init(connection error: NIOConnectionError) {
        let errors = error.connectionErrors.map(\.error)
        guard let last = errors.last else {
            self = .unknownHost
            return
        }
        // Of a name with several addresses, the one that is there and refuses says most.
        let refused = errors.first { ($0 as? IOError)?.errnoCode == ECONNREFUSED }
        self.init(connecting: refused ?? last)
    }

    private init(system error: IOError) {
        self =
            error.errnoCode == ECONNREFUSED
            ? .connectionRefused
            : .connectionFailed("\(Self.words(of: error.errnoCode)) (os error \(error.errnoCode))")
    }

    private static func words(of code: CInt) -> String {
        switch code {
        case ENETUNREACH: "Network is unreachable"
        case EHOSTUNREACH: "No route to host"
        case EACCES: "Permission denied"
        case EADDRNOTAVAIL: "Cannot assign requested address"
        case EINVAL: "Invalid argument"
        default: "Connection failed"
        }
    }

    /// The TLS library's errors are told apart by name: it is not a dependency of ours.
    private init(named error: any Error) {
        let name = String(reflecting: type(of: error))
        let text = String(describing: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("failedToValidateHostname")
            || name == "NIOSSL.NIOSSLExtraError"
        {
            self = .certificateRefused
        } else if name.hasPrefix("NIOSSL.") {
            self = .handshakeFailed
        } else {
            self = .closedEarly
        }
    }
}
