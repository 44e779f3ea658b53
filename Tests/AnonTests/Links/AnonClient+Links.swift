import HashTreeCollections
import Kernel
import KernelHTTP
import Testing

@testable import Anon

/// Links that most tests begin with.
extension AnonClient {
    static let redirect = "http://localhost:3000/done"

    /// Asks for a link with these parameters besides `app` and `redirectUrl`; nil leaves one of those out.
    func linkURL(
        _ parameters: [String: String?] = ["appUserId": "ada"], at path: String = "/link/url"
    ) async
        -> AnonAnswer
    {
        let basis: [String: String?] = ["app": "linkedin", "redirectUrl": Self.redirect]
        return await get("\(path)?\(Self.query(basis.merging(parameters) { $1 }))")
    }

    /// The query of a good link for `ada`; parameters that are nil are left out.
    func linkQuery(_ parameters: [String: String?] = [:], user: String = "ada") async -> String {
        let basis: [String: String?] = [
            "app": "linkedin", "clientId": readyMade.webappClientID, "appUserIdToken": await token(user),
            "redirectUrl": Self.redirect, "state": "{}",
        ]
        return Self.query(basis.merging(parameters) { $1 })
    }

    static func query(_ parameters: [String: String?]) -> String {
        parameters.compactMap { name, value in value.map { "\(name)=\(PercentCoding.encode($0))" } }.sorted()
            .joined(separator: "&")
    }

    /// The sessions' conditions of a user of the ready-made organisation at an app.
    func conditions(_ user: String = "ada", at app: String = "linkedin") -> [Session.Condition] {
        store.snapshot.sessions.values.filter { $0.user.externalID == user && $0.app == app }.map(\.condition)
    }
}

extension AnonAnswer {
    /// The query of the link that was made.
    var linkQuery: NamedValues {
        let url = self["url"]?.string ?? ""
        return NamedValues(urlEncoded: url.firstIndex(of: "?").map { url[url.index(after: $0)...] } ?? "")
    }
}
