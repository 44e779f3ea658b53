package import Kernel

/// The reasons that only the control plane gives.
package enum ControlReason: String, ReasonCode {
    case bodyNotUTF8 = "body.notUTF8"
    case clockBackwards = "clock.backwards"
    case controlCrossOrigin = "control.crossOrigin"
    case controlForeignHost = "control.foreignHost"
    case controlForeignPeer = "control.foreignPeer"
    case dataNotWritten = "data.notWritten"
    case eventsTooMany = "events.tooMany"
    case openapiUnknown = "openapi.unknown"
    case reasonUnknown = "reason.unknown"
    case requestUnknown = "request.unknown"
    case rewindForgotten = "rewind.forgotten"
    case rewindNotYet = "rewind.notYet"
    case ruleInvalid = "rule.invalid"
    case ruleUnknown = "rule.unknown"
    case scenarioInvalid = "scenario.invalid"
    case scenarioMissing = "scenario.missing"
    case snapshotChanged = "snapshot.changed"
    case snapshotExists = "snapshot.exists"
    case snapshotOtherVersion = "snapshot.otherVersion"
    case snapshotOtherWorld = "snapshot.otherWorld"
    case snapshotTooMany = "snapshot.tooMany"
    case snapshotUnknown = "snapshot.unknown"
    case snapshotUnreadable = "snapshot.unreadable"
    case verifyNotMet = "verify.notMet"
    case waitWorldReplaced = "wait.worldReplaced"
    case worldInvalidName = "world.invalidName"
    case worldUnknown = "world.unknown"

    /// What the code means.
    package var explanation: Explanation {
        switch self {
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
        case .controlCrossOrigin:
            Explanation(
                symptom: "403 from the control plane.",
                cause: "A web page of another origin sent the request.",
                fix: "Call the control plane from the test, not from the page under test.")
        case .controlForeignHost:
            Explanation(
                symptom: "403 from the control plane.",
                cause: "The request's Host is neither a name of this machine nor one that --control-host allows.",
                fix:
                    "Start Drydock with --control-host and that name, for example the service's name in a compose "
                    + "file.")
        case .controlForeignPeer:
            Explanation(
                symptom: "403 from the control plane.",
                cause:
                    "The request came from another machine or container, and nothing opens the control plane to "
                    + "those.",
                fix:
                    "Start Drydock with --control-host and the name that it is called by, where the network can be "
                    + "trusted.")
        case .dataNotWritten:
            Explanation(
                symptom: "500 from a server that runs with --data.",
                cause:
                    "What the answer depends on could not be written to the data file, for example because the disk "
                    + "is full.",
                fix:
                    "Mend what X-Drydock-Reason's journal entry and the log name, then repeat the call. What is in "
                    + "memory goes on, and is written as soon as the file takes it.")
        case .eventsTooMany:
            Explanation(
                symptom: "503 from /_drydock/events.",
                cause: "As many clients listen to events as may, 64.",
                fix: "Close those that are no longer read, or read the journal with /_drydock/requests?since=NUMBER.")
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
                    + "reach.",
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
                cause: "A world keeps at most 100 snapshots, all worlds together 1000.",
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
        case .worldUnknown:
            Explanation(
                symptom: "404 when a world is dropped.",
                cause: "No request has entered a world of this name since it was last dropped.",
                fix: "GET /_drydock/worlds lists those there are.")
        }
    }
}
