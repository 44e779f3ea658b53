import HTTPTypes
import Kernel
import KernelHTTP

/// Tokens of sessions (anchor.md 4.6).
extension Endpoint {
    static let createSessionToken = Endpoint(
        "anchor.createSessionToken", .post, "/v1/sessions/{session_id}/tokens", "Issue a token for parts of a session",
        choice: """
            The addresses come both bare and under `data`. From the first token on neither the session's id nor a key opens \
            a connection; HTTP calls with a key go on. A scope that the session cannot serve answers 400, as does a session \
            that has ended; an unknown one 404.
            """)
    static let deleteSessionToken = Endpoint(
        "anchor.deleteSessionToken", .delete, "/v1/sessions/{session_id}/tokens/{token}", "Revoke a session's token",
        choice: """
            What is open stays open. 404 for an unknown session or token; revoking twice is the same as once.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions/{session_id}/tokens` | 200 `MintedTokens`, bare and under `data` |
/// | `DELETE /v1/sessions/{session_id}/tokens/{token}` | 200 `{data: {status}}` |
enum SessionTokenController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createSessionToken, admit: AnchorAccess.apiKey, handle: create),
        Route(.deleteSessionToken, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let scopes = try scopes(call.members())
        let id = call.parameter("session_id")
        let tokens = try call.update { (state, turn) throws(AnchorProblem) in
            try state.mintTokens(scopes, for: id, turn)
        }
        return .json(.ok, MintedTokens(tokens: tokens, origin: call.exchange.origin))
    }

    private static func scopes(_ fields: Fields) throws -> [SessionToken.Scope] {
        var scopes: [SessionToken.Scope] = []
        for word in try fields.list("scopes", of: String.self) ?? [] {
            if let scope = SessionToken.Scope(rawValue: word) {
                scopes.append(scope)
            } else if fields.reading == .strict {
                let words = SessionToken.Scope.allCases.map(\.rawValue).joined(separator: ", ")
                throw fields.complaint("scopes", "must have no words but \(words), and not \"\(word)\"")
            }
        }
        return scopes
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { (state, turn) throws(AnchorProblem) in
            try state.revokeToken(call.parameter("token"), of: call.parameter("session_id"), turn)
        }
        return .json(.ok, StatusReply())
    }
}

/// `POST /v1/sessions/{session_id}/tokens`: the addresses, with and without an envelope, since it is not known which the vendor
/// has.
private struct MintedTokens: JSONWritable {
    let tokens: SessionTokens
    let origin: Origin

    func write(to json: inout JSONWriter) {
        json.object { json in
            addresses(&json)
            json.member("data", object: addresses)
        }
    }

    private func addresses(_ json: inout JSONWriter) {
        let addresses = TokenAddresses(from: origin)
        if let token = tokens.liveViewReadOnly { json.member("live_view_read_only_url", addresses.liveView(token)) }
        if let token = tokens.liveView { json.member("live_view_url", addresses.liveView(token)) }
        if let token = tokens.cdp { json.member("cdp_url", addresses.cdp(token)) }
    }
}

/// The URLs that a token opens: of the vendor's form, with the token in place of the session's id.
struct TokenAddresses: Sendable {
    private let origin: Origin

    init(from origin: Origin) {
        self.origin = origin
    }

    func liveView(_ token: String) -> String { "\(origin.sibling("live").url)?token=\(PercentCoding.encode(token))" }

    func cdp(_ token: String) -> String {
        "\(origin.sibling("connect").webSocketURL)?token=\(PercentCoding.encode(token))"
    }
}
