package import HTTPTypes

/// Decides about a CONNECT, and answers it. The edge opens the way to the target and carries the bytes.
package protocol TunnelAuthority: Sendable {
    /// Answers the head of a CONNECT; its target was found well-formed.
    ///
    /// - An answer of 2xx that is not to fail opens the tunnel to the address dialled last. It goes out as
    ///   `HTTP/1.1 200 Connection established` and nothing else: its own fields and body are not sent.
    /// - Any other answer goes out like that of an ordinary request, and the connection can be used again.
    ///
    /// - Parameters:
    ///   - head: The request; what the client wants to reach is in `authority`, for `TunnelTarget.init(authority:)`.
    ///   - dial: Opens the way to an address of the authority's choice. Only after it has returned may the answer be
    ///     2xx; such an answer without it goes out as 500.
    /// - Throws: anything, to close the connection without an answer.
    func answer(
        _ head: HTTPRequest, dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer
}
