import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a server gave no answer, in words to be read after its name.
struct ServerSilence: Error, Equatable {
    /// For example `refuses the connection`.
    let words: String

    /// An answer that has a beginning, and in the time that it may take no end.
    static let endless = ServerSilence(words: "does not end its answer in time")

    private init(words: String) {
        self.words = words
    }

    /// - Parameter error: what the client threw.
    init(_ error: any Error) {
        words = Self.words(for: error)
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            // Of a name with several addresses, the one that is there and refuses says most.
            let errors = error.connectionErrors.map(\.error)
            let refused = errors.first { ($0 as? IOError)?.errnoCode == ECONNREFUSED }
            guard let telling = refused ?? errors.last else { return "has a name that nobody knows" }
            return words(for: telling)
        case let error as IOError where error.errnoCode == ECONNREFUSED: return "refuses the connection"
        case let error as IOError where error.errnoCode == ECONNRESET: return "breaks the connection off"
        case is IOError: return "cannot be reached"
        case ChannelError.connectTimeout: return "does not take the connection in time"
        case HTTPParserError.invalidEOFState: return "closes the connection without an answer"
        case is HTTPParserError: return "does not answer in HTTP"
        case let error as HTTPClientError: return words(client: error)
        default: return words(named: error)
        }
    }

    private static func words(client error: HTTPClientError) -> String {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout: "does not take the connection in time"
        case .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout:
            "does not answer in time"
        case .remoteConnectionClosed: "closes the connection without an answer"
        default: "cannot be asked (\(error))"
        }
    }

    /// The TLS library's errors are told apart by name: it is not a dependency of ours.
    private static func words(named error: any Error) -> String {
        let name = String(reflecting: type(of: error))
        let text = String(describing: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("failedToValidateHostname")
            || name == "NIOSSL.NIOSSLExtraError"
        {
            return "has a certificate that is not trusted"
        }
        return name.hasPrefix("NIOSSL.") ? "does not speak TLS as it should" : "gives no answer"
    }
}
