/// Why no body came back from a URL.
package struct KeySetDownloadFailure: Error, Hashable, Sendable {
    /// The URL that was asked last, as the vendor's library writes it.
    package let url: String
    /// What went wrong.
    package let problem: KeySetDownloadProblem

    /// A failure at `url`.
    package init(_ problem: KeySetDownloadProblem, at url: String) {
        self.url = url
        self.problem = problem
    }
}

extension KeySetDownloadFailure: CustomStringConvertible {
    /// What reqwest 0.11 prints, which is what the vendor shows (anon.md 7), for example `error sending request for url
    /// (http://127.0.0.1:1/): error trying to connect: tcp connect error: Connection refused (os error 111)`.
    ///
    /// Ours are the words for TLS, which depend on the library that the vendor is built with, and for a body too large,
    /// for which the vendor has no known bound.
    package var description: String {
        switch problem {
        case .unknownHost:
            connecting("dns error: failed to lookup address information: Name or service not known")
        case .connectionRefused: connecting("tcp connect error: Connection refused (os error 111)")
        case .connectionFailed(let words): connecting("tcp connect error: \(words)")
        case .connectionTimedOut: connecting("operation timed out")
        case .certificateRefused: connecting("certificate verify failed")
        case .handshakeFailed: connecting("TLS handshake failed")
        case .answerTimedOut: sending("operation timed out")
        case .closedEarly: sending("connection closed before message completed")
        case .connectionReset: sending("connection error: Connection reset by peer (os error 104)")
        case .notHTTP: sending("invalid HTTP version parsed")
        case .cancelled: sending("operation was canceled")
        case .redirectedElsewhere: sending("client requires absolute-form URIs")
        case .tooManyRedirects: "error following redirect for url (\(url)): too many redirects"
        case .bodyTimedOut: "request or response body error: operation timed out"
        case .bodyBroken(let words): "request or response body error: error reading a body from connection: \(words)"
        case .tooLarge: "request or response body error: length limit exceeded"
        }
    }

    private func sending(_ words: String) -> String { "error sending request for url (\(url)): \(words)" }

    private func connecting(_ words: String) -> String { sending("error trying to connect: \(words)") }
}
