/// Why a browser cannot do what it was asked for.
package enum BrowserFailure: Error, Hashable, Sendable {
    /// The server was started without `--browser`.
    case notConfigured
    /// As many browsers run as may (`--browsers`).
    case tooMany(limit: Int)
    /// The browser did not start; the last lines that it printed, and what to do about it.
    case startFailed(String)
    /// The browser did not answer in time; the command's name.
    case timedOut(String)
    /// The browser refused a command; its name and the browser's words.
    case refused(command: String, code: Int64, message: String)
    /// The page crashed while the command was waited for.
    case pageCrashed
    /// The browser, or the page, has ended; why, in words.
    case ended(String)
    /// More bytes than a session may have.
    case tooLarge(String)
}

extension BrowserFailure: CustomStringConvertible {
    /// The failure in words, for a client and for a journal.
    package var description: String {
        switch self {
        case .notConfigured: "No browser runs behind sessions: start Drydock with `--browser auto`."
        case .tooMany(let limit):
            "\(limit) browsers run already, as many as may. End a session, or start Drydock with a higher `--browsers`."
        case .startFailed(let words): "The browser could not be started. \(words)"
        case .timedOut(let command): "The browser did not answer \(command) in time."
        case .refused(let command, _, let message): "The browser refused \(command): \(message)"
        case .pageCrashed: "The page crashed."
        case .ended(let words): words
        case .tooLarge(let words): words
        }
    }
}
