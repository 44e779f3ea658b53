/// What went wrong between us and the customer's server.
package enum KeySetDownloadProblem: Hashable, Sendable {
    /// No address belongs to the host's name.
    case unknownHost
    /// Nothing listens there.
    case connectionRefused
    /// The connection was refused by something else than the server, in the words of the operating system.
    case connectionFailed(String)
    /// No connection came about in time.
    case connectionTimedOut
    /// The server's certificate is not one that this machine trusts for the name.
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
    /// The body is longer than so many bytes.
    case tooLarge(limit: Int)
    /// The redirects did not end.
    case tooManyRedirects
    /// A redirect led to what is neither `http` nor `https`.
    case redirectedElsewhere
    /// Whoever asked does not wait any more.
    case cancelled
}
