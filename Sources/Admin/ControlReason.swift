package import Kernel

/// The reasons that only the control plane gives.
package enum ControlReason: String, ReasonCode {
    case actionUnknown = "action.unknown"
    case articleUnknown = "article.unknown"
    case bodyNotUTF8 = "body.notUTF8"
    case clockBackwards = "clock.backwards"
    case clockOutOfRange = "clock.outOfRange"
    case controlCrossOrigin = "control.crossOrigin"
    case controlForeignHost = "control.foreignHost"
    case controlForeignPeer = "control.foreignPeer"
    case controlOwnRequest = "control.ownRequest"
    case dataNotWritten = "data.notWritten"
    case deliveryFailed = "delivery.failed"
    case deliveryTimedOut = "delivery.timedOut"
    case deliveryTooLarge = "delivery.tooLarge"
    case eventsTooMany = "events.tooMany"
    case flowUnknown = "flow.unknown"
    case openapiUnknown = "openapi.unknown"
    case reasonUnknown = "reason.unknown"
    case recipeNotRunnable = "recipe.notRunnable"
    case requestUnknown = "request.unknown"
    case rewindForgotten = "rewind.forgotten"
    case rewindNotYet = "rewind.notYet"
    case ruleInvalid = "rule.invalid"
    case ruleTooMany = "rule.tooMany"
    case ruleUnknown = "rule.unknown"
    case scenarioInvalid = "scenario.invalid"
    case scenarioMissing = "scenario.missing"
    case searchTooLong = "search.tooLong"
    case snapshotChanged = "snapshot.changed"
    case snapshotExists = "snapshot.exists"
    case snapshotOtherVersion = "snapshot.otherVersion"
    case snapshotOtherWorld = "snapshot.otherWorld"
    case snapshotTooMany = "snapshot.tooMany"
    case snapshotUnknown = "snapshot.unknown"
    case snapshotUnreadable = "snapshot.unreadable"
    case taskResultInvalid = "taskResult.invalid"
    case taskResultTooMany = "taskResult.tooMany"
    case taskResultUnknown = "taskResult.unknown"
    case verifyNotMet = "verify.notMet"
    case waitWorldReplaced = "wait.worldReplaced"
    case worldInvalidName = "world.invalidName"
    case worldNameCollides = "world.nameCollides"
    case worldSetAside = "world.setAside"
    case worldUnknown = "world.unknown"

    /// What the code means.
    package var explanation: Explanation {
        switch self {
        case .actionUnknown:
            Explanation(
                symptom: "404 from a form below /_drydock/actions.",
                cause: "No page of Drydock's has a form for this operation.",
                fix: "Call the operation itself, as /_drydock/openapi.yaml describes it.")
        case .articleUnknown:
            Explanation(
                symptom: "404 below /_drydock/docs.",
                cause: "The documentation that this Drydock carries has no article of this name.",
                fix: "Take a name from GET /_drydock/docs; it is written as the article's file is.")
        case .bodyNotUTF8:
            Explanation(
                symptom: "400 when a scenario is loaded.",
                cause: "The scenario's text is not encoded as UTF-8.",
                fix: "Save the file as UTF-8.")
        case .clockBackwards:
            Explanation(
                symptom: "409 from POST /_drydock/clock.",
                cause: "The instant lies before the world's time, and a world's clock only goes forwards.",
                fix: "Set a later instant, advance by a span, or reset the world first.")
        case .clockOutOfRange:
            Explanation(
                symptom: "422 from POST /_drydock/clock; the clock stays.",
                cause:
                    "The instant, with its offset taken to UTC, lies outside of the years 0001 to 9999 that RFC 3339 can "
                    + "write, or the span leads there.",
                fix: "Stay within these years. GET /_drydock/clock tells where the clock stands.")
        case .controlCrossOrigin:
            Explanation(
                symptom: "403 from the control plane.",
                cause: "A web page of another origin sent the request.",
                fix: "Call the control plane from the test, not from the page under test.")
        case .controlForeignHost:
            Explanation(
                symptom: "403 from the control plane.",
                cause: "The request's Host is neither a name of this machine nor one that --control-host allows.",
                fix: "Start Drydock with --control-host and that name, for example a compose service's.")
        case .controlForeignPeer:
            Explanation(
                symptom: "403 from the control plane.",
                cause: "The request came from another machine or container, which nothing lets in.",
                fix: "Start Drydock with --control-host and the name it is called by, where the network can be trusted."
            )
        case .controlOwnRequest:
            Explanation(
                symptom:
                    "A delivery to a callback or a webhook says that the address leads to Drydock itself; 403 in the answer to it.",
                cause:
                    "A callback, a webhook or a jwksUri leads to Drydock, which would make it call its own control plane in a "
                    + "customer's name.",
                fix: "Give the address of your own server. Programs call Drydock without the header X-Drydock-Outgoing."
            )
        case .dataNotWritten:
            Explanation(
                symptom: "500 from a server that runs with --data.",
                cause:
                    "What the answer depends on could not be written to the data file, for example because the disk "
                    + "is full.",
                fix:
                    "Mend what X-Drydock-Reason's journal entry and the log name, then repeat the call. What is in "
                    + "memory goes on, and is written as soon as the file takes it.")
        case .deliveryFailed:
            Explanation(
                symptom: "delivery of an answer to a completion with deliver: true has this reason.",
                cause: "The callback could not be reached, or its answer broke off.",
                fix:
                    "Compare the callback's address with where the customer's server listens; the detail has the error."
            )
        case .deliveryTimedOut:
            Explanation(
                symptom: "delivery of an answer to a completion with deliver: true has this reason.",
                cause: "The callback did not answer, or its answer had no end, within 10 seconds of real time.",
                fix: "Look why the customer's server hangs; what was completed is complete all the same.")
        case .deliveryTooLarge:
            Explanation(
                symptom: "delivery of an answer to a completion with deliver: true has this reason beside the status.",
                cause: "The callback's answer has more than 1 MiB; the rest was not read.",
                fix: "Nothing, if the status is right; else answer a callback with a page or a redirect.")
        case .eventsTooMany:
            Explanation(
                symptom: "503 from /_drydock/events.",
                cause: "As many clients listen to events as may, 64.",
                fix: "Close those that are no longer read, or read the journal with /_drydock/requests?since=NUMBER.")
        case .flowUnknown:
            Explanation(
                symptom: "404 from GET /_drydock/flows?flow=….",
                cause:
                    "No flow of the world begins with this request: the world was reset, the journal dropped the exchange, or "
                    + "it joined an older flow since.",
                fix: "Open /_drydock/flows without `flow` and choose one that is there.")
        case .openapiUnknown:
            Explanation(
                symptom: "404 from /_drydock/openapi/….",
                cause: "No vendor of this name has a description.",
                fix: "Ask for anchor.yaml or control.yaml.")
        case .reasonUnknown:
            Explanation(
                symptom: "404 from /_drydock/faq/….",
                cause: "No entry of the FAQ has this id, and no refusal this code.",
                fix: "GET /_drydock/faq lists them all.")
        case .recipeNotRunnable:
            Explanation(
                symptom: "422 from POST /_drydock/faq/{id}/reproduce or /fix.",
                cause: "The entry is a question without a failure, or its commands are no calls of curl.",
                fix: "Read the entry's recipe with GET /_drydock/faq/{id}, and run its commands in a terminal.")
        case .requestUnknown:
            Explanation(
                symptom: "404 from /_drydock/requests/….",
                cause: "The journal of this world has no request of this number, or it was dropped or cleared.",
                fix: "Check the world in the query; a larger --journal-bytes keeps more.")
        case .rewindForgotten:
            Explanation(
                symptom: "409 from POST /_drydock/rewind.",
                cause:
                    "What the world was before that request is not kept any more: only the last 200 requests are in "
                    + "reach, and fewer where requests brought many bytes.",
                fix: "Take a snapshot at the place that you want to come back to, and restore it.")
        case .rewindNotYet:
            Explanation(
                symptom: "404 from POST /_drydock/rewind.",
                cause: "The world has had no request of this number.",
                fix: "GET /_drydock/requests lists the numbers. Check the world in the query.")
        case .ruleInvalid:
            Explanation(
                symptom: "400 or 422 when a rule is added.",
                cause: "The rule names an operation or a problem that no vendor has.",
                fix: "Use the names that GET /_drydock/operations lists; the message suggests the nearest.")
        case .ruleUnknown:
            Explanation(
                symptom: "404 from /_drydock/rules/….",
                cause: "The world has no rule of this id; a reset removes those that were added.",
                fix: "GET /_drydock/rules lists the world's rules. Check the world in the query.")
        case .ruleTooMany:
            Explanation(
                symptom: "422 when a rule is added.",
                cause: "The world has as many rules as it may: every request is held against all of them.",
                fix: "Delete rules that are not needed any more, or reset the world between tests.")
        case .scenarioInvalid:
            Explanation(
                symptom: "400 or 422 when a scenario is loaded; the world stays as it was.",
                cause: "The scenario has unknown keys, wrong types or references that lead nowhere.",
                fix: "Each complaint names line and column; `drydock lint` tells the same for files.")
        case .scenarioMissing:
            Explanation(
                symptom: "400 from PUT /_drydock/scenario.",
                cause: "The body is empty.",
                fix: "Send the scenario's name as {\"name\": …}, or the scenario itself as JSON or YAML.")
        case .searchTooLong:
            Explanation(
                symptom: "422 when a journal is searched or verified.",
                cause: "The conditions, their number and the length of the journal together make too much work.",
                fix:
                    "Use contains or a simpler expression, fewer expectations in one call, since, or a world of its own "
                    + "for the test.")
        case .snapshotChanged:
            Explanation(
                symptom: "422 from PUT /_drydock/snapshots.",
                cause: "The document is not as it was exported, and may not be consistent any more.",
                fix: "Export it again; to begin with a state of your own, write a scenario.")
        case .snapshotExists:
            Explanation(
                symptom: "409 when a snapshot is taken or imported.",
                cause: "The world has a snapshot of this name, or the name is `now`, which stands for the present.",
                fix: "Choose another name, leave it out, or delete the other snapshot first.")
        case .snapshotOtherVersion:
            Explanation(
                symptom: "422 from PUT /_drydock/snapshots.",
                cause: "Another release of Drydock wrote the document, in another layout.",
                fix: "Import it with the release that exported it, or make the state anew.")
        case .snapshotOtherWorld:
            Explanation(
                symptom: "409 from PUT /_drydock/snapshots.",
                cause: "The snapshot was taken of a world of another name, to which all ids in it lead.",
                fix: "Leave out the query parameter world, or give it the name that the message tells.")
        case .snapshotTooMany:
            Explanation(
                symptom: "507 when a snapshot is taken or imported.",
                cause:
                    "A world keeps at most 100 snapshots, all worlds together 1000, and of 512 MiB of objects that would "
                    + "else be gone.",
                fix: "Delete those that are no longer needed, or drop the worlds of tests that are over.")
        case .snapshotUnknown:
            Explanation(
                symptom: "404 from /_drydock/snapshots/….",
                cause:
                    "The world has no snapshot of this id; snapshots go when their world is dropped and when Drydock "
                    + "stops.",
                fix: "GET /_drydock/snapshots lists them. Check the world in the query.")
        case .snapshotUnreadable:
            Explanation(
                symptom: "422 from PUT /_drydock/snapshots.",
                cause: "The body is JSON but no snapshot, or its scenario cannot be read by this release.",
                fix: "Send what GET /_drydock/snapshots/{id} gave, as it is.")
        case .taskResultInvalid:
            Explanation(
                symptom: "422 when a task result is scripted.",
                cause: "It is for an operation that Anchor does not have, or has a question or files that cannot be.",
                fix: "The message names the place. Compare with anchor.taskResults in Scenarios.md.")
        case .taskResultTooMany:
            Explanation(
                symptom: "422 when a task result is scripted.",
                cause: "The world has as many scripted results as it may: every call of an agent is held against them.",
                fix: "Delete those that are not needed any more, or reset the world between tests.")
        case .taskResultUnknown:
            Explanation(
                symptom: "404 from /_drydock/task-results/….",
                cause: "The world has no scripted result of this id; a reset removes those that were added.",
                fix: "GET /_drydock/task-results lists the world's. Check the world in the query.")
        case .verifyNotMet:
            Explanation(
                symptom: "409 from POST /_drydock/verify.",
                cause: "The world's journal is not as the expectations say.",
                fix: "The message tells what was wanted, what came, and in what the closest request differs.")
        case .waitWorldReplaced:
            Explanation(
                symptom: "409 from a call with ?wait=… on /_drydock/requests.",
                cause: "The world was reset, loaded, restored or dropped meanwhile: its requests can no longer come.",
                fix: "Give each test a world of its own, and end all waits before a reset.")
        case .worldInvalidName:
            Explanation(
                symptom: "400.",
                cause: "A world's name has 1 to 64 letters, digits, dots, underscores and hyphens; this one does not.",
                fix: "Correct the name in the query, in X-Drydock-World, or behind the @ of the API key.")
        case .worldNameCollides:
            Explanation(
                symptom: "409, from a vendor's operations and from the control plane.",
                cause:
                    "Ids and secrets carry a mark of 48 bits that follows from the name of their world. This name has the "
                    + "same mark as one that is or was in use, so that worlds of both would issue the same ids.",
                fix: "Choose another name for the second world; any other letter will do.")
        case .worldSetAside:
            Explanation(
                symptom:
                    "409, from a vendor's operations and from the control plane, on a server that runs with --data.",
                cause:
                    "The world is in the data file and could not be read when it was first needed, for example because "
                    + "somebody edited it. All other worlds are served, and the file keeps this one as it is.",
                fix:
                    "GET /_drydock/worlds and the log say which row is wrong and why. DELETE /_drydock/worlds/NAME "
                    + "removes the world from the file, and the next request makes it anew; or stop Drydock, copy the "
                    + "file, and mend the row.")
        case .worldUnknown:
            Explanation(
                symptom: "404 when a world is dropped.",
                cause: "No request has entered a world of this name since it was last dropped.",
                fix: "GET /_drydock/worlds lists those there are.")
        }
    }
}
