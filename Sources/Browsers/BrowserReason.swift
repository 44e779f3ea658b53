package import Kernel

/// The codes of the reasons that have to do with the browsers behind sessions, explained; both vendors give them.
package enum BrowserReason: String, ReasonCode {
    case detached = "browser.detached"
    case ended = "browser.ended"
    case notConfigured = "browser.notConfigured"
    case pageCrashed = "browser.pageCrashed"
    case pageUnknown = "browser.pageUnknown"
    case refused = "browser.refused"
    case startFailed = "browser.startFailed"
    case timedOut = "browser.timedOut"
    case tooLarge = "browser.tooLarge"
    case tooMany = "browser.tooMany"
    case tooManyClients = "browser.tooManyClients"

    /// What each code means.
    package var explanation: Explanation {
        switch self {
        case .detached:
            Explanation(
                symptom: "A second entry with the number of an attachment, operation drydock.endAttachment.",
                cause:
                    "A DevTools connection is over. The entry says who ended it, how long it was and what it carried.",
                fix:
                    "Nothing. If the client did not mean to end it, look at who did: the client, the browser or Drydock."
            )
        case .ended:
            Explanation(
                symptom:
                    "503 when a client attaches to a session, 500 from a call on its page, or a client that is cut off.",
                cause:
                    "The browser behind the session ended: it crashed, a client closed it, or the session was ended.",
                fix: "Create a new session. The journal says what ended the old one.")
        case .notConfigured:
            Explanation(
                symptom: "501 when a client attaches to a session.",
                cause: "Drydock was started without a browser, so that nothing runs behind sessions.",
                fix: "Start it with `--browser auto`, or with the path of a Chromium or Chrome.")
        case .pageCrashed:
            Explanation(
                symptom: "500 from a call on a session's page.",
                cause: "The page that the call was about crashed, in a browser that goes on running.",
                fix: "Open another address in the session: that repairs the page.")
        case .pageUnknown:
            Explanation(
                symptom: "404 when a client attaches to one page of a session.",
                cause: "The session's browser has no such page: it was closed, or the id is another session's.",
                fix: "Take the id of GET /v1/sessions/{session_id}/pages or of /json/list.")
        case .refused:
            Explanation(
                symptom: "500 from a call on a session's page.",
                cause: "The browser, or the disk of its machine, refused something that the call needs.",
                fix: "Read the message, which has the browser's own words.")
        case .startFailed:
            Explanation(
                symptom: "503 when a client attaches to a session, or 500 from the first call on its page.",
                cause: "The browser did not start; the message has its last words.",
                fix: "Do what the message says. `--browser PATH` chooses another browser.")
        case .timedOut:
            Explanation(
                symptom: "500 from a call on a session's page, after ten seconds or more.",
                cause: "The browser did not answer in time: its page may be busy, or wait for an answer to a dialog.",
                fix: "Answer dialogs in the DevTools client, or create the session with disable_dialogs.")
        case .tooLarge:
            Explanation(
                symptom: "400 when a file is uploaded.",
                cause: "The session's files would take more than a session may keep.",
                fix: "Upload smaller files, or create a new session.")
        case .tooMany:
            Explanation(
                symptom: "503 when a client attaches to a session, or 500 from the first call on its page.",
                cause: "As many browsers run as `--browsers` allows, each for a session that has not ended.",
                fix: "End sessions that are no longer needed, or start Drydock with a higher `--browsers`.")
        case .tooManyClients:
            Explanation(
                symptom: "429 when a client attaches to a session.",
                cause: "As many clients are attached to the session as may be.",
                fix: "Close connections that are no longer needed; a client that was killed has left already.")
        }
    }
}

extension BrowserFailure {
    /// The reason that goes into the journal, whatever the client is told.
    package var reason: Reason {
        let code: BrowserReason =
            switch self {
            case .notConfigured: .notConfigured
            case .tooMany: .tooMany
            case .startFailed: .startFailed
            case .timedOut: .timedOut
            case .refused: .refused
            case .pageCrashed: .pageCrashed
            case .ended: .ended
            case .tooLarge: .tooLarge
            }
        return Reason(code, description)
    }
}
