extension ReasonCatalog {
    /// Anchor: sessions, recordings, profiles.
    static let sessions = [
        unknown("profile.unknown", "profile"),
        unknown("session.unknown", "session"),
        ReasonCode(
            "profile.exists",
            symptom: "409 when a profile is created.",
            cause: "A profile has this name already.",
            fix: "Choose another name, or delete the profile first."),
        ReasonCode(
            "recording.disabled",
            symptom: "400 from one of a session's recording calls.",
            cause: "The session was created with its recording switched off.",
            fix: "Create the session with the recording on, which is the default."),
        ReasonCode(
            "recording.notRunning",
            symptom: "404 when a recording is paused or resumed.",
            cause: "The session has ended, or was created with its recording switched off.",
            fix: "Do it while the session runs. In a test look at what advanced the clock past the session's end."),
        ReasonCode(
            "recording.unknown",
            symptom: "404 or 400 where a recording is asked for.",
            cause: "The session still runs: its recording is there once it has ended. Or the recording was deleted.",
            fix: "End the session first, or advance the clock past its end."),
        ReasonCode(
            "session.captchaNeedsProxy",
            symptom: "400 when a session is created.",
            cause: "The session asks for the captcha solver without an active proxy, which the vendor refuses.",
            fix: "Make the proxy active in the same request, or leave the captcha solver off."),
        ReasonCode(
            "session.ended",
            symptom: "404 although the session was there.",
            cause: "The operation needs a running session, and this one was ended or ran out on the world's clock.",
            fix: "Do it while the session runs, or give the session a longer timeout."),
    ]
}
