import Kernel

/// The codes of the reasons that Anchor's part gives, explained.
enum AnchorReason: String, ReasonCode {
    case applicationUnknown = "application.unknown"
    case authFlowUnknown = "authflow.unknown"
    case callbackHasFragment = "callback.hasFragment"
    case callbackHasQuery = "callback.hasQuery"
    case callbackInvalid = "callback.invalid"
    case callbackNeverComes = "callback.neverComes"
    case callbackNotHTTPS = "callback.notHTTPS"
    case callbackTwice = "callback.twice"
    case cookieMissing = "cookie.missing"
    case creditsNone = "credits.none"
    case downloadUnknown = "download.unknown"
    case formFlowGone = "form.flowGone"
    case formRepeated = "form.repeated"
    case formSentTwice = "form.sentTwice"
    case formSignInGone = "form.signInGone"
    case identityCredentialsHidden = "identity.credentialsHidden"
    case identityFailed = "identity.failed"
    case identityNoCredentials = "identity.noCredentials"
    case identityNotVisible = "identity.notVisible"
    case identitySignInFailed = "identity.signInFailed"
    case identityUnknown = "identity.unknown"
    case liveViewForeign = "liveView.foreign"
    case liveViewReadOnly = "liveView.readOnly"
    case pageAddressRefused = "page.addressRefused"
    case pageElementUnknown = "page.elementUnknown"
    case pageFull = "page.full"
    case pageNotLoaded = "page.notLoaded"
    case pageSelectorInvalid = "page.selectorInvalid"
    case profileExists = "profile.exists"
    case projectUnknown = "project.unknown"
    case rateSessions = "rate.sessions"
    case recordingCanned = "recording.canned"
    case recordingDisabled = "recording.disabled"
    case recordingNotRunning = "recording.notRunning"
    case recordingUnknown = "recording.unknown"
    case sessionCaptchaNeedsProxy = "session.captchaNeedsProxy"
    case sessionEnded = "session.ended"
    case tokenAlreadyUsed = "token.alreadyUsed"
    case tokenApplicationDeleted = "token.applicationDeleted"
    case tokenExpired = "token.expired"
    case tokenMissing = "token.missing"
    case tokenUnknown = "token.unknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .applicationUnknown: Self.unknown("application")
        case .authFlowUnknown: Self.unknown("auth flow")
        case .callbackHasFragment:
            Explanation(
                symptom: "The callback is called, but its page does not see identity_id.",
                cause: "The callback's URL has a fragment, and what is appended to it stays in the browser.",
                fix: "Use a callback without a fragment.")
        case .callbackHasQuery:
            Explanation(
                symptom:
                    "The callback is called with two question marks, and identity_id is missing from the parsed "
                    + "query.",
                cause: "The callback's URL has a query already, and the vendor appends its own literally.",
                fix:
                    "Use a callback without a query, and keep what it told in the path or in a session of your own. "
                    + "The policy callbackAppend: merge shows what would happen otherwise.")
        case .callbackInvalid:
            Explanation(
                symptom: "400 when an identity token is created.",
                cause: "callbackUrl is not an absolute URL with a host.",
                fix: "Send the whole URL, for example https://app.example.com/callback.")
        case .callbackNeverComes:
            Explanation(
                symptom: "There is an identity, and the callback is not called.",
                cause: "The scenario plays the user who closes the tab at the success step (policy onSuccess: stay).",
                fix: "Look for new identities of the application as well, rather than waiting for the callback alone.")
        case .callbackNotHTTPS:
            Explanation(
                symptom: "400 when an identity token is created.",
                cause: "callbackUrl is not https.",
                fix:
                    "Serve the callback over https. For one on this machine start Drydock with "
                    + "--allow-http-callbacks.")
        case .callbackTwice:
            Explanation(
                symptom: "The callback is called twice with the same query.",
                cause:
                    "The scenario plays what browsers do that load links ahead, restore tabs or reload (policy "
                    + "callbackDelivery).",
                fix:
                    "Make the callback idempotent: take the identity id as the key, and do the work only where it is "
                    + "new.")
        case .cookieMissing:
            Explanation(
                symptom: "401 from a call that the vendor's chat demo makes.",
                cause: "The request has no wos-session cookie, which these calls need in place of an API key.",
                fix: "Send the cookie. Drydock takes any value; @name at its end leads to a world.")
        case .creditsNone:
            Explanation(
                symptom: "402 when a session is created.",
                cause: "The account has no credits: the scenario says so, or the key starts with sk-nocredits.",
                fix:
                    "Handle 402 as an account matter, not as a fault to retry. To go on, use another key or "
                    + "scenario.")
        case .downloadUnknown:
            Explanation(
                symptom: "404 when a download is fetched.",
                cause: "The session's browser downloaded no such file, or no browser runs behind sessions.",
                fix: "Take id or file_link from the list of the session's downloads, once the file is in it.")
        case .formFlowGone:
            Explanation(
                symptom: "422, and the hosted page asks for a way to sign in once more.",
                cause: "The way that was chosen has been deleted from the application since the page was opened.",
                fix: "Choose another one. In a test delete flows before the page is opened.")
        case .formRepeated:
            Explanation(
                symptom: "The hosted page shows the end of a visit, and nothing was made.",
                cause: "The same form came before: a button was pressed twice, or the page was reloaded.",
                fix: "Nothing: there is one identity, and every answer leads to it.")
        case .formSentTwice:
            Explanation(
                symptom: "409 on the hosted page, and there is an identity all the same.",
                cause:
                    "The button was pressed twice, and the scenario refuses the second form (policy repeatedForm). "
                    + "The browser shows the answer to the last one.",
                fix: "Do not wait for the callback alone: look for new identities of the application as well.")
        case .formSignInGone:
            Explanation(
                symptom: "422, and the hosted page begins the sign-in anew.",
                cause: "A code was sent for a sign-in that is not held any more: another tab went on with it.",
                fix: "Go through one visit in one tab.")
        case .identityCredentialsHidden:
            Explanation(
                symptom: "404 when an identity's credentials are read.",
                cause: "The policy identityCredentials hides this path, as the vendor does by now.",
                fix: "Do without reading credentials back, or set the policy to shown.")
        case .identityFailed:
            Explanation(
                symptom: "400 when a session is created.",
                cause: "An identity that the session asks for has the status failed.",
                fix: "Have the identity sign in again, or connect a new one, before a session uses it.")
        case .identityNoCredentials:
            Explanation(
                symptom: "412 when an identity is to sign in again.",
                cause: "The identity was made without credentials, so there is nothing to sign in with.",
                fix: "Store credentials with PUT first, or send the user to the hosted page again.")
        case .identityNotVisible:
            Explanation(
                symptom: "404 for an identity, or 400 when a session is created with it, right after it was made.",
                cause: "The API knows new identities only some time after they are made (policy identityVisibility).",
                fix: "Ask again after a short pause, with a limit, before taking the identity for lost.")
        case .identitySignInFailed:
            Explanation(
                symptom: "422 when an identity is to sign in again.",
                cause: "The site did not take the stored credentials: the scenario or a magic user name says so.",
                fix: "Ask the user for new credentials; in a test choose another user name.")
        case .identityUnknown: Self.unknown("identity")
        case .liveViewForeign:
            Explanation(
                symptom: "403 when something is done to a live view.",
                cause: "A page of another origin sent it, or a frame whose sandbox has no allow-same-origin.",
                fix: "Embed the live_view_url in a frame with the sandbox `allow-same-origin allow-scripts`.")
        case .liveViewReadOnly:
            Explanation(
                symptom: "403 when something is done to a live view.",
                cause: "The session was created with session.live_view.read_only: true.",
                fix: "Create the session without it, or use the session by its cdp_url.")
        case .pageAddressRefused:
            Explanation(
                symptom: "400 from goto.",
                cause: "The address is none that a session may open, for example a file or a bare host.",
                fix: "Send the whole address, for example https://app.example.com/.")
        case .pageElementUnknown:
            Explanation(
                symptom: "404 from a click with a selector.",
                cause: "Nothing on the selected page matched in time, or what matched has no place on it.",
                fix: "Check the selector and the index against the page that is selected, or raise timeout.")
        case .pageFull:
            Explanation(
                symptom: "400 from a call that types, pastes or opens.",
                cause:
                    "What stands in for a session's page where no browser runs keeps a bounded number of bytes: text, "
                    + "clipboard, addresses and names of files.",
                fix: "Open a page, which empties the text, or start Drydock with --browser auto.")
        case .pageNotLoaded:
            Explanation(
                symptom: "500 from goto.",
                cause: "The browser could not load the page; the message has its own words, such as net::ERR_….",
                fix: "See whether the site runs, and whether the scenario's browser section leads the host to it.")
        case .pageSelectorInvalid:
            Explanation(
                symptom: "400 from a click with a selector.",
                cause: "The selector is no CSS selector.",
                fix: "Try it in the browser's console with document.querySelector.")
        case .profileExists:
            Explanation(
                symptom: "409 when a profile is created.",
                cause: "A profile has this name already.",
                fix: "Choose another name, or delete the profile first.")
        case .projectUnknown: Self.unknown("project")
        case .rateSessions:
            Explanation(
                symptom: "429 with Retry-After and the rate limit's headers.",
                cause:
                    "More sessions were created in the window than the scenario allows, or the key starts with "
                    + "sk-ratelimited.",
                fix: "Wait as long as Retry-After says; in a test advance the world's clock.")
        case .recordingCanned:
            Explanation(
                symptom: "The recording that is fetched is an MP4 file without a picture.",
                cause:
                    "No browser ran behind the session, or its film could not be made: the browser went by itself or has "
                    + "no encoder for H.264.",
                fix: "Start Drydock with `--browser auto`, and use the session's browser before the session ends.")
        case .recordingDisabled:
            Explanation(
                symptom: "400 from one of a session's recording calls.",
                cause: "The session was created with its recording switched off.",
                fix: "Create the session with the recording on, which is the default.")
        case .recordingNotRunning:
            Explanation(
                symptom: "404 when a recording is paused or resumed.",
                cause: "The session has ended, or was created with its recording switched off.",
                fix: "Do it while the session runs. In a test look at what advanced the clock past the session's end.")
        case .recordingUnknown:
            Explanation(
                symptom: "404 or 400 where a recording is asked for.",
                cause:
                    "The session still runs: its recording is there once it has ended. Or the recording was deleted.",
                fix: "End the session first, or advance the clock past its end.")
        case .sessionCaptchaNeedsProxy:
            Explanation(
                symptom: "400 when a session is created.",
                cause: "The session asks for the captcha solver without an active proxy, which the vendor refuses.",
                fix: "Make the proxy active in the same request, or leave the captcha solver off.")
        case .sessionEnded:
            Explanation(
                symptom: "404, or 410 when a client attaches, although the session was there.",
                cause:
                    "The operation needs a running session, and this one was ended or ran out on the world's clock.",
                fix: "Do it while the session runs, or give the session a longer timeout.")
        case .tokenAlreadyUsed:
            Explanation(
                symptom: "409 when the page is opened or completed.",
                cause: "The identity token has been spent: each makes one identity, whoever comes first.",
                fix: "Create a token for each visit to the page, and never keep one.")
        case .tokenApplicationDeleted:
            Explanation(
                symptom: "The page or its completion is refused although the token is fresh.",
                cause: "The token's application was deleted after the token was created.",
                fix: "Create application and token anew.")
        case .tokenExpired:
            Explanation(
                symptom: "410 when the page is opened or completed.",
                cause: "The identity token's 15 minutes are over on the world's clock.",
                fix:
                    "Create the token when the user is about to open the page. In a test look at what advanced the "
                    + "clock.")
        case .tokenMissing:
            Explanation(
                symptom: "400 when the hosted page is opened.",
                cause: "The link has no token in its query, or an empty one.",
                fix: "Open /identity/create?token=… with the token of the answer as it is.")
        case .tokenUnknown:
            Explanation(
                symptom: "404 when the page is opened or completed.",
                cause: "This world did not issue the token: it was cut short, or the world was reset since.",
                fix: "Use the token exactly as it was issued, and create it after the reset.")
        }
    }

    static func unknown(_ object: String) -> Explanation {
        Explanation(
            symptom: "404, or 400 where the vendor documents no 404.",
            cause:
                "The world has no such \(object): it was deleted, made in another world, or the world was reset since.",
            fix:
                "Create it in the same world, that is with the same @name behind the API key. For ids that a test makes "
                + "up there is the policy unknownIds: adopt.")
    }
}
