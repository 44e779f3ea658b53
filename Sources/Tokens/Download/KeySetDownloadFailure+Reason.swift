package import Kernel

extension KeySetDownloadFailure {
    /// The reason, with one of the codes `jwks.unreachable`, `jwks.timedOut`, `jwks.tooLarge`, `jwks.tooManyRedirects`,
    /// and `jwks.unexpandedVariable` for a host that is a shell variable.
    package var reason: Reason {
        switch problem {
        case .unknownHost where url.contains("$"):
            Reason(
                "jwks.unexpandedVariable",
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
        case .connectionTimedOut: Reason("jwks.timedOut", "no connection to \(url) came about in time")
        case .answerTimedOut: Reason("jwks.timedOut", "\(url) took the request and did not answer in time")
        case .bodyTimedOut: Reason("jwks.timedOut", "\(url) began to answer and did not finish in time")
        case .tooLarge(let limit): Reason("jwks.tooLarge", "\(url) answers with more than \(limit) bytes")
        case .tooManyRedirects: Reason("jwks.tooManyRedirects", "the redirects did not end; the last led from \(url)")
        }
    }

    private func unreachable(_ words: String) -> Reason { Reason("jwks.unreachable", "\(url) \(words)") }
}
