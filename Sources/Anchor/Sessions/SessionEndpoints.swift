import HTTPTypes
import KernelHTTP

/// Sessions (anchor.md 4 and 10). Static paths come before those with a parameter (anchor.md 4.3).
extension Endpoint {
    static let createSession = Endpoint(
        "anchor.createSession", .post, "/v1/sessions", "Start a browser session",
        choice: "An unknown or failed identity and an unknown profile answer 400; a pending identity is taken, and an "
            + "unknown profile with `persist: true` is there once the session has ended. No browser is started. "
            + "`extra_stealth` is off by default and needs no proxy; unknown fields are ignored. The rate limit's "
            + "headers come with refusals only.")
    static let listSessions = Endpoint(
        "anchor.listSessions", .get, "/v1/sessions", "List the sessions",
        choice:
            "`search` looks in id, tags, first page and profile name, in any case; `tags` and `domains` are lists with "
            + "commas of which one must fit; bounds of time include the bound; an empty value counts as absent; "
            + "`playground` is ignored. Ended sessions stay in the list.")
    static let endAllSessions = Endpoint(
        "anchor.endAllSessions", .delete, "/v1/sessions/all", "End all sessions")
    static let getAllSessionsStatus = Endpoint(
        "anchor.getAllSessionsStatus", .get, "/v1/sessions/all/status", "Read the status of all sessions",
        choice: "Ended sessions are in it. The filters work as in the list; a malformed one answers 400.")
    static let getSessionsHistory = Endpoint(
        "anchor.getSessionsHistory", .get, "/v1/sessions/history", "Read what the sessions used over time",
        choice:
            "The last 30 days and all metrics by default. A session counts where it was created; spans without "
            + "sessions are left out, and so are metrics that were not asked for. Weeks begin on Monday, in UTC.")
    static let getSession = Endpoint(
        "anchor.getSession", .get, "/v1/sessions/{session_id}", "Read one session",
        choice:
            "`running` until it is ended, its longest duration is over or it was idle for too long, then `completed`. "
            + "Looking at it is no activity; calls on its pages, tags, recordings and downloads are. `duration` is in "
            + "seconds; one credit is used for each minute begun.")
    static let endSession = Endpoint(
        "anchor.endSession", .delete, "/v1/sessions/{session_id}", "End a session",
        choice: "An unknown session answers 400; ending one that has ended answers 200 and changes nothing.")
    static let listSessionPages = Endpoint(
        "anchor.listSessionPages", .get, "/v1/sessions/{session_id}/pages", "List the pages that are open",
        choice: "One page while the session runs, at the address that it was created with; none afterwards.")
    static let listSessionDownloads = Endpoint(
        "anchor.listSessionDownloads", .get, "/v1/sessions/{session_id}/downloads", "List the downloaded files",
        coverage: .canned, choice: "Always empty.")
}
