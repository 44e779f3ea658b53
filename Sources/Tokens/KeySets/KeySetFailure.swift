package import Kernel

/// Why a URL gave no key set.
package enum KeySetFailure: Error, Hashable, Sendable {
    /// The text that was given is no URL.
    case badURL(String, KeySetURLProblem)
    /// Nothing came back.
    case download(KeySetDownloadFailure)
    /// What came back is no key set.
    case body(KeySetBodyComplaint)

    /// The reason, with a code `jwks.…`.
    package var reason: Reason {
        switch self {
        case .badURL(let text, .relative) where Self.variable(in: text) != nil:
            Reason(
                TokenReason.jwksUnexpandedVariable,
                "the URL is the literal text \(Quotation.of(text)): in single quotes, as in the vendor's own curl command, "
                    + "the shell does not replace \(Self.variable(in: text) ?? "it")")
        case .badURL(let text, .relative):
            Reason(TokenReason.jwksBadURL, "\(Quotation.of(text)) is not a whole URL: it has no http:// or https://")
        case .badURL(let text, .schemeNotAllowed):
            Reason(TokenReason.jwksBadURL, "\(Quotation.of(text)) is neither http nor https")
        case .badURL(let text, let problem):
            Reason(TokenReason.jwksBadURL, "\(Quotation.of(text)) is no URL: \(problem)")
        case .download(let failure): failure.reason
        case .body(let complaint): complaint.reason
        }
    }

    /// The `$NAME` or `${NAME}` that `text` begins with.
    private static func variable(in text: String) -> String? {
        guard text.hasPrefix("$") else { return nil }
        let braced = text.hasPrefix("${")
        let name = text.dropFirst(braced ? 2 : 1).prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
        guard let first = name.first, !first.isNumber else { return nil }
        return braced ? "${\(name)}" : "$\(name)"
    }
}

extension KeySetFailure: CustomStringConvertible {
    /// What the vendor shows, word for word (anon.md 7).
    package var description: String {
        switch self {
        case .badURL(_, let problem): problem.description
        case .download(let failure): failure.description
        case .body(let complaint): complaint.description
        }
    }
}

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
        case .connectionRefused, .ownServer: connecting("tcp connect error: Connection refused (os error 111)")
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

extension KeySetDownloadFailure {
    /// The reason, with one of the codes `jwks.unreachable`, `jwks.ownServer`, `jwks.timedOut`, `jwks.tooLarge`, `jwks.tooManyRedirects`,
    /// and `jwks.unexpandedVariable` for a host that is a shell variable.
    package var reason: Reason {
        switch problem {
        case .unknownHost where url.contains("$"):
            Reason(
                TokenReason.jwksUnexpandedVariable,
                "the host in \(url) is a shell variable that was not replaced: in single quotes the shell leaves it as it is"
            )
        case .unknownHost: unreachable("has a host name without an address")
        case .connectionRefused: unreachable("has nothing listening at its port")
        case .connectionFailed(let words): unreachable("could not be connected to: \(words)")
        case .certificateRefused: unreachable("has a certificate that this machine does not trust for that name")
        case .handshakeFailed: unreachable("could not be spoken to over TLS; is it plain http?")
        case .closedEarly: unreachable("closed the connection without an answer")
        case .connectionReset: unreachable("reset the connection")
        case .notHTTP: unreachable("answered something that is not HTTP")
        case .bodyBroken(let words): unreachable("broke off its answer: \(words)")
        case .cancelled: unreachable("was no longer waited for")
        case .redirectedElsewhere: unreachable("is where a redirect led, and it is neither http nor https")
        case .ownServer:
            Reason(
                TokenReason.jwksOwnServer,
                "\(url) is a Drydock, which answers its own downloads only with the key set at /.well-known/jwks.json")
        case .connectionTimedOut: Reason(TokenReason.jwksTimedOut, "no connection to \(url) came about in time")
        case .answerTimedOut: Reason(TokenReason.jwksTimedOut, "\(url) took the request and did not answer in time")
        case .bodyTimedOut: Reason(TokenReason.jwksTimedOut, "\(url) began to answer and did not finish in time")
        case .tooLarge(let limit): Reason(TokenReason.jwksTooLarge, "\(url) answers with more than \(limit) bytes")
        case .tooManyRedirects:
            Reason(TokenReason.jwksTooManyRedirects, "the redirects did not end; the last led from \(url)")
        }
    }

    private func unreachable(_ words: String) -> Reason { Reason(TokenReason.jwksUnreachable, "\(url) \(words)") }
}

/// What went wrong between Drydock and the customer's server.
package enum KeySetDownloadProblem: Hashable, Sendable {
    /// No address belongs to the host's name.
    case unknownHost
    /// Nothing listens there.
    case connectionRefused
    /// It is a Drydock that listens there, this one mostly, and the path is not that of its key set.
    case ownServer
    /// Something other than the server refused the connection; in the words of the operating system.
    case connectionFailed(String)
    /// No connection was made in time.
    case connectionTimedOut
    /// This machine does not trust the server's certificate for the name.
    case certificateRefused
    /// The server does not speak TLS, or not ours.
    case handshakeFailed
    /// The server took the request and did not answer in time.
    case answerTimedOut
    /// The answer began and did not end in time.
    case bodyTimedOut
    /// The server closed the connection without an answer.
    case closedEarly
    /// The server reset the connection.
    case connectionReset
    /// The answer is not HTTP.
    case notHTTP
    /// The body broke off, in the words of the vendor's library.
    case bodyBroken(String)
    /// The body is longer than this many bytes.
    case tooLarge(limit: Int)
    /// There were more redirects than the vendor follows.
    case tooManyRedirects
    /// A redirect led to what is neither `http` nor `https`.
    case redirectedElsewhere
    /// The caller no longer waits.
    case cancelled
}
