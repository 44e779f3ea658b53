import Tokens

/// What can go wrong with a download, and what is said about it.
enum DownloadProblems {
    static let url = "http://127.0.0.1:1/x"
    private static let sending = "error sending request for url (http://127.0.0.1:1/x): "

    // All but the last five were printed by reqwest 0.11.13 against servers that behave so. Those five are ours: another
    // system error in the shape of the first, TLS, whose words differ with the library, a body too large, for which no
    // bound is known, and the answer to a cancelled request, which nobody sees.
    static let texts: [(KeySetDownloadProblem, String)] = [
        (
            .connectionRefused,
            sending + "error trying to connect: tcp connect error: Connection refused (os error 111)"
        ),
        (
            .unknownHost,
            sending + "error trying to connect: dns error: "
                + "failed to lookup address information: Name or service not known"
        ),
        (
            .ownServer, sending + "error trying to connect: tcp connect error: Connection refused (os error 111)"
        ),
        (.connectionTimedOut, sending + "error trying to connect: operation timed out"),
        (.answerTimedOut, sending + "operation timed out"),
        (.bodyTimedOut, "request or response body error: operation timed out"),
        (.closedEarly, sending + "connection closed before message completed"),
        (.connectionReset, sending + "connection error: Connection reset by peer (os error 104)"),
        (.notHTTP, sending + "invalid HTTP version parsed"),
        (
            .bodyBroken("end of file before message length reached"),
            "request or response body error: error reading a body from connection: "
                + "end of file before message length reached"
        ),
        (.tooManyRedirects, "error following redirect for url (http://127.0.0.1:1/x): too many redirects"),
        (.redirectedElsewhere, sending + "client requires absolute-form URIs"),
        (
            .connectionFailed("Network is unreachable (os error 101)"),
            sending + "error trying to connect: tcp connect error: Network is unreachable (os error 101)"
        ),
        (.certificateRefused, sending + "error trying to connect: certificate verify failed"),
        (.handshakeFailed, sending + "error trying to connect: TLS handshake failed"),
        (.tooLarge(limit: 5), "request or response body error: length limit exceeded"),
        (.cancelled, sending + "operation was canceled"),
    ]

    static let codes: [(KeySetDownloadProblem, String)] = [
        (.connectionRefused, "jwks.unreachable"), (.unknownHost, "jwks.unreachable"),
        (.certificateRefused, "jwks.unreachable"), (.closedEarly, "jwks.unreachable"),
        (.connectionTimedOut, "jwks.timedOut"), (.answerTimedOut, "jwks.timedOut"),
        (.bodyTimedOut, "jwks.timedOut"),
        (.tooLarge(limit: 5), "jwks.tooLarge"), (.tooManyRedirects, "jwks.tooManyRedirects"),
    ]
}
