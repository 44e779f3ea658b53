import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// What agents leave, where webhooks say that it is (anchor.md 8.7).
extension Endpoint {
    static let fetchArtifact = Endpoint(
        "anchor.fetchArtifact", .get, "/artifacts/{agentRunId}/{name}", "Fetch a file that an agent left",
        provenance: .ours,
        choice:
            "No key is needed, as for the vendor's signed links. It is there from the run's end on, as an attachment.")
}

/// | call | answer |
/// |---|---|
/// | `GET /artifacts/{agentRunId}/{name}` | 200 the file, 404 |
enum ArtifactController {
    static let routes: [Route<AnchorStore>] = [
        Route(.fetchArtifact, admit: AnchorAccess.open, handle: fetch)
    ]

    private static func fetch(_ call: AnchorCall) throws -> Reply {
        let (id, name) = (call.parameter("agentRunId"), call.parameter("name"))
        guard let run = call.store.read({ $0.agentRuns[id] ?? $0.agentRuns[id.lowercased()] }),
            let file = run.artifacts(at: call.now).first(where: { $0.name == name })
        else {
            throw AnchorProblem(
                .notFound, "Artifact not found",
                Reason(AgentReason.artifactUnknown, "The run \(id) has left no \(name) by now."))
        }
        call.exchange.noteFile()
        return Reply(
            .ok,
            headers: [
                .contentType: file.contentType ?? AgentArtifact.plainType,
                .contentDisposition: "attachment; filename*=UTF-8''\(PercentCoding.encode(file.name))",
                .contentSecurityPolicy: "sandbox", .xContentTypeOptions: "nosniff",
            ], body: ByteBuffer(string: file.content))
    }
}

extension AgentRun {
    /// The files that it has left at `now`: all with its end, unless somebody cancelled it before.
    func artifacts(at now: Moment) -> [AgentArtifact] {
        switch progress(at: now) {
        case .succeeded, .failed: stop == nil ? plan.files : []
        case .queued, .running, .asking, .cancelled: []
        }
    }
}

extension AgentArtifact {
    /// The type of one that has none of its own.
    static let plainType = "text/plain; charset=utf-8"

    /// Where it can be fetched. The session leads to its world.
    func address(of run: AgentRun, from origin: String) -> String {
        "\(origin)/artifacts/\(PercentCoding.encode(run.id))/\(PercentCoding.encode(name))"
            + "?sessionId=\(PercentCoding.encode(run.sessionID))"
    }
}
