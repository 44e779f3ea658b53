import HTTPTypes
import KernelHTTP

/// Preflights of the account paths (anon.md 9.1).
extension Endpoint {
    static let preflightAppIntegration = preflight("AppIntegration", "appIntegration")
    static let preflightSession = preflight("Session", "session")
    static let preflightSessionStatus = preflight("SessionStatus", "session/status")
    static let preflightSessionList = preflight("SessionList", "session/list")
    static let preflightSessionAccessGrant = preflight("SessionAccessGrant", "sessionAccessGrant")

    private static func preflight(_ name: String, _ path: String) -> Endpoint {
        Endpoint(
            "anon.preflight\(name)", .options, "/account/api/v1/\(path)", "Let a page of another origin call \(path)",
            provenance: .undocumented,
            choice: """
                Policy cors: asQuoted and open let every origin through, asExplained answers a bare 401. Browsers are told \
                to remember nothing.
                """)
    }
}
