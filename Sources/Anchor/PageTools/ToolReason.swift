import HTTPTypes
import Kernel
import KernelHTTP

/// The codes of the reasons that the page tools give, explained.
enum ToolReason: String, ReasonCode {
    case codeFailed = "tool.codeFailed"
    case extractionFailed = "tool.extractionFailed"
    case hostUnresolved = "tool.hostUnresolved"
    case pageCanned = "tool.pageCanned"
    case pageIndexUnknown = "tool.pageIndexUnknown"
    case rateExceeded = "tool.rateExceeded"
    case targetRefused = "tool.targetRefused"
    case timedOut = "tool.timedOut"
    case waitAbandoned = "tool.waitAbandoned"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .codeFailed:
            Explanation(
                symptom: "200 from execute-code with success: false.",
                cause: "The result that is scripted for the code is a failure.",
                fix: "Look at error in the answer. Script a result for this code under anchor.taskResults.")
        case .extractionFailed:
            Explanation(
                symptom: "500 from extract-params.",
                cause: "The result that is scripted for the description is a failure, or has another form.",
                fix:
                    "Script an object with name, description, inputParams and outputParams, whose elements have a name "
                    + "and a type, under anchor.taskResults.")
        case .hostUnresolved:
            Explanation(
                symptom: "422 with \"Could not resolve host\", or 500 from another page tool.",
                cause:
                    "The host ends in .invalid, or nothing is scripted for the address and the policy "
                    + "pageTools.unscripted is unresolved.",
                fix: "Script a page for the address under anchor.pages, or check the address.")
        case .pageCanned:
            Explanation(
                symptom: "A page tool answers with a page of Drydock's.",
                cause: "No browser shows the page and nothing is scripted for its address: no site is ever asked.",
                fix:
                    "Script a page for the address under anchor.pages, or use a session that a real browser runs behind "
                    + "(--browser auto).")
        case .pageIndexUnknown:
            Explanation(
                symptom: "400 from fetch-webpage.",
                cause: "The session has no page with this page_index; the first one has 0.",
                fix: "Look at GET /v1/sessions/{session_id}/pages, whose order it is.")
        case .rateExceeded:
            Explanation(
                symptom: "429 from the Web Unlocker.",
                cause: "The key starts with sk-ratelimited: it has always used up its rate.",
                fix: "Wait as long as Retry-After says; in a test use another key.")
        case .targetRefused:
            Explanation(
                symptom: "422 from the Web Unlocker.",
                cause: "The page that is scripted for the address has an error status, as a challenge page has.",
                fix: "Handle 422 as a target that cannot be read now, or script another status under anchor.pages.")
        case .timedOut:
            Explanation(
                symptom: "504 from the Web Unlocker, or 500 from fetch-webpage, and no page.",
                cause:
                    "The page takes longer than the tool waits, 20 seconds or two minutes, and partial content was not "
                    + "asked for.",
                fix: "Send return_partial_on_timeout: true, or shorten the page's delay under anchor.pages.")
        case .waitAbandoned:
            Explanation(
                symptom: "503 from a call that had to wait.",
                cause: "The world was swapped for another one while the call waited: a reset, a restore or a rewind.",
                fix: "Repeat the call. In a test let calls end before the world is reset.")
        }
    }
}

/// Refusals of the page tools. Texts in code voice are published (anchor.md 1.1); the others are ours.
extension AnchorProblem {
    /// `Could not resolve host`
    static func hostUnresolved(_ url: String, _ status: HTTPResponse.Status) -> AnchorProblem {
        AnchorProblem(
            status, "Could not resolve host",
            Reason(ToolReason.hostUnresolved, "Nothing is scripted for \(url.prefix(200)), and no host has its name."))
    }

    /// The Web Unlocker was sent to a page that answers with an error.
    static func targetRefused(_ page: ToolPage) -> AnchorProblem {
        AnchorProblem(
            .unprocessableContent, "The target answered \(page.status)",
            Reason(
                ToolReason.targetRefused, "The page scripted for \(page.url.prefix(200)) has the status \(page.status)."
            ))
    }

    /// A page was not loaded in time.
    static func pageTookTooLong(
        _ url: String, _ limit: TimeSpan, _ status: HTTPResponse.Status
    ) -> AnchorProblem {
        AnchorProblem(
            status, "The page did not load in time",
            Reason(ToolReason.timedOut, "\(url.prefix(200)) was not loaded within \(limit)."))
    }

    /// There is no such tab.
    static func unknownPageIndex(_ index: Int, of count: Int) -> AnchorProblem {
        invalid(
            "page_index \(index) is no open page", ToolReason.pageIndexUnknown,
            "The session has \(count) pages, the first of which has page_index 0.")
    }

    /// 2000 requests a minute for each key (anchor.md 12.8).
    static func unlockerRateExceeded(_ detail: String) -> AnchorProblem {
        var problem = AnchorProblem(
            .tooManyRequests, "Too many requests", Reason(ToolReason.rateExceeded, detail))
        problem.headers = RateLimit(quota: 2000, window: 60, retryAfter: 58).headers
        return problem
    }

    /// The world was swapped while somebody waited.
    static var waitAbandoned: AnchorProblem {
        AnchorProblem(
            .serviceUnavailable, "The world was reset",
            Reason(ToolReason.waitAbandoned, "The call waited in a world that is there no more."))
    }
}
