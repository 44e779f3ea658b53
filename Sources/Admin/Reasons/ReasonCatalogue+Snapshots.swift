extension ReasonCatalogue {
    /// Refusals of snapshots and of going back.
    static let snapshots = [
        ReasonEntry(
            "rewind.forgotten",
            symptom: "409 from POST /_drydock/rewind.",
            cause:
                "What the world was before that request is not kept any more: only the last 200 requests are in reach.",
            fix: "Take a snapshot at the place that you want to come back to, and restore it."),
        ReasonEntry(
            "rewind.notYet",
            symptom: "404 from POST /_drydock/rewind.",
            cause: "The world has had no request of this number.",
            fix: "GET /_drydock/requests lists the numbers. Check the world in the query."),
        ReasonEntry(
            "snapshot.changed",
            symptom: "422 from PUT /_drydock/snapshots.",
            cause: "The document is not as it was exported, and may not be consistent any more.",
            fix: "Export it again; to begin with a state of your own, write a scenario."),
        ReasonEntry(
            "snapshot.exists",
            symptom: "409 when a snapshot is taken or imported.",
            cause: "The world has a snapshot of this name, or the name is `now`, which stands for the present.",
            fix: "Choose another name, leave it out, or delete the other snapshot first."),
        ReasonEntry(
            "snapshot.otherVersion",
            symptom: "422 from PUT /_drydock/snapshots.",
            cause: "Another release of Drydock wrote the document, in another layout.",
            fix: "Import it with the release that exported it, or make the state anew."),
        ReasonEntry(
            "snapshot.otherWorld",
            symptom: "409 from PUT /_drydock/snapshots.",
            cause: "The snapshot was taken of a world of another name, to which all ids in it lead.",
            fix: "Leave out the query parameter world, or give it the name that the message tells."),
        ReasonEntry(
            "snapshot.tooMany",
            symptom: "507 when a snapshot is taken or imported.",
            cause: "A world keeps at most 100 snapshots, all worlds together 1000.",
            fix: "Delete those that are no longer needed, or drop the worlds of tests that are over."),
        ReasonEntry(
            "snapshot.unknown",
            symptom: "404 from /_drydock/snapshots/….",
            cause:
                "The world has no snapshot of this id; snapshots go when their world is dropped and when Drydock stops.",
            fix: "GET /_drydock/snapshots lists them. Check the world in the query."),
        ReasonEntry(
            "snapshot.unreadable",
            symptom: "422 from PUT /_drydock/snapshots.",
            cause: "The body is JSON but no snapshot, or its scenario cannot be read by this release.",
            fix: "Send what GET /_drydock/snapshots/{id} gave, as it is."),
    ]
}
