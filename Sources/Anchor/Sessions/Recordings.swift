import Browsers
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// The recording of a session (anchor.md 4): made with the session, there to be fetched once the session has ended.
struct SessionRecording: Codable, Sendable, Equatable {
    /// A UUID.
    let id: String
    /// Whether it was deleted.
    private(set) var isDeleted = false
    private var pausedSince: Moment?
    private var paused = TimeSpan.zero

    init(id: String) {
        self.id = id
    }

    /// Whether nothing is recorded at the moment.
    var isPaused: Bool { pausedSince != nil }

    /// Stops recording; a paused recording stays as it is.
    mutating func pause(at now: Moment) {
        if pausedSince == nil { pausedSince = now }
    }

    /// Goes on recording; a recording that is not paused stays as it is.
    mutating func resume(at now: Moment) {
        guard let since = pausedSince else { return }
        paused = paused + now.elapsed(since: since)
        pausedSince = nil
    }

    mutating func delete() {
        isDeleted = true
    }

    /// How much was recorded of a session that ran from `start` to `end`.
    func length(from start: Moment, to end: Moment) -> TimeSpan {
        let missing = paused + (pausedSince.map(end.elapsed) ?? .zero)
        return max(.zero, end.elapsed(since: start) - missing)
    }
}

/// The film of a session whose browser made none: an MP4 file that says what it is and shows nothing.
enum CannedRecording {
    /// A file type box (ISO/IEC 14496-12, 4.3), then an empty media data box.
    static let bytes: [UInt8] =
        box("ftyp", Array("isom".utf8) + [0, 0, 2, 0] + Array("isommp42".utf8)) + box("mdat", [])

    /// Four bytes of length, four letters, then the content.
    private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let length = UInt32(content.count + 8)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + Array(name.utf8) + content
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Pauses or resumes the recording of a running session. Throws if nothing is recorded, unless ids are adopted.
    mutating func updateRecording(
        of id: String, _ turn: AnchorTurn, _ change: (inout SessionRecording) -> Void
    ) throws(AnchorProblem) {
        let session = try session(id, turn)
        let runs = session.status(at: turn.now) == .running && session.recording != nil
        guard runs || turn.policies.unknownIDs == .adopt else { throw .noRunningRecording(id) }
        guard runs else { return }
        try useSession(id, turn) { $0.updateRecording(change) }
    }

    /// The finished recording of a session. Throws if there is none.
    mutating func finishedRecording(of id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> SessionRecording {
        let session = try useSession(id, turn)
        guard let recording = session.finishedRecording(at: turn.now) else { throw .noRecording(id) }
        return recording
    }

    /// Deletes a recording by its id or by the word `primary` (anchor.md 4).
    mutating func deleteRecording(_ recordingID: String, of id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        guard let session = try knownSession(id, turn) else { throw .unknown(.session, id) }
        let finished = session.finishedRecording(at: turn.now)
        if let finished, recordingID == "primary" || recordingID == finished.id {
            try useSession(id, turn) { $0.updateRecording { $0.delete() } }
        } else if turn.policies.unknownIDs == .refuse {
            throw session.recording == nil ? .recordingDisabled(id) : .unknownRecording(recordingID, of: id)
        }
    }
}

// MARK: - Operations

/// Recordings of sessions (anchor.md 4). Static paths come before those with a parameter (anchor.md 4.3).
extension Endpoint {
    static let listSessionRecordings = Endpoint(
        "anchor.listSessionRecordings", .get, "/v1/sessions/{session_id}/recordings",
        "List the recordings of a session",
        choice: """
            One from the session's end on, unless recording is off; none while it runs. `duration` is \
            `hours:minutes:seconds`: of the film where a browser made one, else by the world's clock without the time \
            that the recording was paused.
            """)
    static let fetchPrimaryRecording = Endpoint(
        "anchor.fetchPrimaryRecording", .get, "/v1/sessions/{session_id}/recordings/primary/fetch",
        "Download the main recording",
        choice: """
            What the session's browser showed in front, as an MP4 file (H.264); the first fetch waits until it is made. \
            Without a browser a canned MP4 file without a picture, with the reason `recording.canned`. 404 as long as \
            there is no recording.
            """)
    static let pauseRecording = Endpoint(
        "anchor.pauseRecording", .post, "/v1/sessions/{session_id}/recordings/pause", "Pause recording",
        choice: "404 if the session has ended or is not recorded. Pausing twice is the same as once.")
    static let resumeRecording = Endpoint(
        "anchor.resumeRecording", .post, "/v1/sessions/{session_id}/recordings/resume", "Go on recording",
        choice: "404 if the session has ended or is not recorded. Resuming what is not paused changes nothing.")
    static let deleteRecording = Endpoint(
        "anchor.deleteRecording", .delete, "/v1/sessions/{session_id}/recordings/{recording_id}",
        "Delete a recording, by its id or as `primary`",
        choice: """
            An unknown session or recording, and one that is not there yet, answer 400, because no 404 is documented.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/sessions/{session_id}/recordings` | 200 `{data: {count, items}}` of `ListSessionRecordings.Item` |
/// | `GET /v1/sessions/{session_id}/recordings/primary/fetch` | 200 `video/mp4` |
/// | `POST /v1/sessions/{session_id}/recordings/pause` | 200 `{data: {data: {status}}}`, errors nested too |
/// | `POST /v1/sessions/{session_id}/recordings/resume` | 200 `{data: {data: {status}}}`, errors nested too |
/// | `DELETE /v1/sessions/{session_id}/recordings/{recording_id}` | 200 `{data: {status}}` |
enum RecordingController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listSessionRecordings, admit: AnchorAccess.apiKey, waiting: list),
        // The file is read as a whole.
        Route(.fetchPrimaryRecording, workload: .long, admit: AnchorAccess.apiKey, waiting: fetchPrimary),
        Route(.pauseRecording, admit: AnchorAccess.apiKey, handle: pause),
        Route(.resumeRecording, admit: AnchorAccess.apiKey, handle: resume),
        Route(.deleteRecording, admit: AnchorAccess.apiKey, handle: delete),
    ]

    @Sendable private static func list(_ call: AnchorCall) async throws -> Reply {
        let session = try call.update { try $0.useSession(call.parameter("session_id"), $1) }
        let addresses = SessionAddresses(of: session, from: call.exchange.origin)
        var item = ListSessionRecordings.Item(of: session, at: call.now, addresses: addresses)
        if item != nil { item?.film = await film(of: session.id, call) }
        return .json(.ok, ItemsReply([item].compactMap(\.self)))
    }

    @Sendable private static func fetchPrimary(_ call: AnchorCall) async throws -> Reply {
        let id = call.parameter("session_id")
        _ = try call.update { try $0.finishedRecording(of: id, $1) }
        return await movie(of: id, call)
    }

    /// The film as a file.
    static func movie(of id: String, _ call: AnchorCall) async -> Reply {
        guard let film = await film(of: id, call), let bytes = try? Data(contentsOf: URL(filePath: film.path)) else {
            return Reply(
                .ok, headers: [.contentType: "video/mp4"], body: ByteBuffer(bytes: CannedRecording.bytes),
                reason: Reason(AnchorReason.recordingCanned, "The browser of session \(id) made no film."))
        }
        return Reply(.ok, headers: [.contentType: "video/mp4"], body: ByteBuffer(bytes: bytes))
    }

    /// The film that the browser of a session made, once it is made.
    static func film(of id: String, _ call: AnchorCall) async -> BrowserRecording? {
        await call.store.browsers.remains(of: id)?.recording
    }

    private static func pause(_ call: AnchorCall) throws -> Reply {
        try change(call) { $0.pause(at: call.now) }
        recorder(call)?.pause()
        return .json(.ok, NestedStatusReply(status: "paused"))
    }

    private static func resume(_ call: AnchorCall) throws -> Reply {
        try change(call) { $0.resume(at: call.now) }
        recorder(call)?.resume()
        return .json(.ok, NestedStatusReply(status: "resumed"))
    }

    private static func recorder(_ call: AnchorCall) -> SessionRecorder? {
        call.store.browsers.runningBrowser(of: call.parameter("session_id"))?.recorder
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteRecording(call.parameter("recording_id"), of: call.parameter("session_id"), $1) }
        return .json(.ok, StatusReply())
    }

    private static func change(_ call: AnchorCall, _ change: (inout SessionRecording) -> Void) throws {
        try call.update { (state, turn) throws(AnchorProblem) in
            try state.updateRecording(of: call.parameter("session_id"), turn, change)
        }
    }

    /// Pausing and resuming nest every error, that of the key and of rules too (anchor.md 1.1).
    static func nestsErrors(of operation: String) -> Bool {
        operation == Endpoint.pauseRecording.name || operation == Endpoint.resumeRecording.name
    }
}

// MARK: - Replies

/// `GET /v1/sessions/{session_id}/recordings` (anchor.md 4)
private enum ListSessionRecordings {
    struct Item: JSONWritable {
        private let recording: SessionRecording
        private let session: Session
        private let end: Moment
        private let addresses: SessionAddresses
        /// What the browser made; nil if it made nothing.
        var film: BrowserRecording?

        /// The recording of a session that has ended; nil if there is none at `now`.
        init?(of session: Session, at now: Moment, addresses: SessionAddresses) {
            guard let recording = session.finishedRecording(at: now), let end = session.end(at: now) else { return nil }
            self.recording = recording
            self.session = session
            self.end = end
            self.addresses = addresses
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", recording.id)
                json.member("is_primary", true)
                json.member("file_link", addresses.primaryRecording)
                json.member("suggested_file_name", "session-\(session.id).mp4")
                let length = film.map { TimeSpan.milliseconds($0.milliseconds) }
                json.member("duration", (length ?? recording.length(from: session.createdAt, to: end)).clockText)
                json.member("size", film?.size ?? CannedRecording.bytes.count)
                json.member("created_at", end)
            }
        }
    }
}

/// `{data: {data: {status}}}`, as published for pausing and resuming a recording (anchor.md 4). The word is ours.
private struct NestedStatusReply: JSONWritable {
    let status: String

    func write(to json: inout JSONWriter) {
        json.object { $0.member("data", StatusReply(status)) }
    }
}

extension TimeSpan {
    /// Hours, minutes and seconds, for example `00:05:00` (ours: the vendor only says that a duration is text).
    fileprivate var clockText: String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

// MARK: - Refusals

/// The texts are ours; anchor.md 1.1 has none for them.
extension AnchorProblem {
    /// anchor.md 4: 400 where recording is switched off.
    fileprivate static func recordingDisabled(_ id: String) -> AnchorProblem {
        invalid(
            "Recording is disabled for this session", AnchorReason.recordingDisabled,
            "Session \(id) was created with session.recording.active: false.")
    }

    /// Nothing runs that could be paused (ours: the 404 of pause and resume).
    fileprivate static func noRunningRecording(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Recording not found",
            Reason(
                AnchorReason.recordingNotRunning, "Session \(id) has ended, or was created with recording switched off."
            ))
    }

    /// There is none yet, or it was deleted.
    fileprivate static func noRecording(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "Recording not found",
            Reason(
                AnchorReason.recordingUnknown,
                "Session \(id) has no recording now: it is made when the session ends, unless recording is off."))
    }

    /// Deletion publishes no 404 (ours; Choices.md).
    fileprivate static func unknownRecording(_ id: String, of session: String) -> AnchorProblem {
        invalid(
            "Recording not found", AnchorReason.recordingUnknown,
            "Session \(session) has no recording \(id) now: it is made when the session ends.")
    }
}
