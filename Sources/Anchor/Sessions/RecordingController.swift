import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// | call | answer |
/// |---|---|
/// | `GET /v1/sessions/{session_id}/recordings` | 200 `{data: {count, items}}` of `ListSessionRecordings.Item` |
/// | `GET /v1/sessions/{session_id}/recordings/primary/fetch` | 200 `video/mp4` |
/// | `POST /v1/sessions/{session_id}/recordings/pause` | 200 `{data: {data: {status}}}`, errors nested too |
/// | `POST /v1/sessions/{session_id}/recordings/resume` | 200 `{data: {data: {status}}}`, errors nested too |
/// | `DELETE /v1/sessions/{session_id}/recordings/{recording_id}` | 200 `{data: {status}}` |
enum RecordingController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listSessionRecordings, admit: AnchorAccess.apiKey, handle: list),
        Route(.fetchPrimaryRecording, admit: AnchorAccess.apiKey, handle: fetchPrimary),
        Route(.pauseRecording, admit: AnchorAccess.apiKey, handle: pause),
        Route(.resumeRecording, admit: AnchorAccess.apiKey, handle: resume),
        Route(.deleteRecording, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func list(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        let session = try call.store.update {
            try $0.useSession(call.parameter("session_id"), policies: policies, now: call.now)
        }
        let addresses = SessionAddresses(of: session.id, from: call.exchange.origin)
        let item = ListSessionRecordings.Item(of: session, at: call.now, addresses: addresses)
        return .json(.ok, ItemsReply([item].compactMap(\.self)))
    }

    private static func fetchPrimary(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        _ = try call.store.update {
            try $0.finishedRecording(of: call.parameter("session_id"), policies: policies, now: call.now)
        }
        return Reply(.ok, headers: [.contentType: "video/mp4"], body: ByteBuffer(bytes: CannedRecording.bytes))
    }

    private static func pause(_ call: AnchorCall) throws -> Reply {
        try change(call) { $0.pause(at: call.now) }
        return .json(.ok, NestedStatusReply(status: "paused"))
    }

    private static func resume(_ call: AnchorCall) throws -> Reply {
        try change(call) { $0.resume(at: call.now) }
        return .json(.ok, NestedStatusReply(status: "resumed"))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        let policies = call.store.policies
        try call.store.update {
            try $0.deleteRecording(
                call.parameter("recording_id"), of: call.parameter("session_id"), policies: policies, now: call.now)
        }
        return .json(.ok, StatusReply())
    }

    private static func change(_ call: AnchorCall, _ change: (inout SessionRecording) -> Void) throws {
        let policies = call.store.policies
        try call.store.update { state throws(AnchorProblem) in
            try state.updateRecording(of: call.parameter("session_id"), policies: policies, now: call.now, change)
        }
    }

    /// Pausing and resuming nest every error, that of the key and of rules too (anchor.md 1.1).
    static func nestsErrors(of operation: String) -> Bool {
        operation == Endpoint.pauseRecording.name || operation == Endpoint.resumeRecording.name
    }
}
