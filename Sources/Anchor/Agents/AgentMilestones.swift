import Kernel
import KernelHTTP

/// What webhooks are told of agents' runs, of web tasks as of the others. The names in `data` are those of the API's answers
/// where the vendor shows none (ours; anchor.md 8.7).
extension AgentRun: Watched {
    func milestones(in state: AnchorState) -> Milestones {
        var milestones = Milestones()
        if let question = plan.question, let askedAt, endsAt.map({ askedAt < $0 }) ?? true {
            milestones.add(
                .interventionRequested, at: askedAt, "✋ An agent asks: \(question.message)",
                facts.adding(["request_id": .string(questionID), "message": .string(question.message)]))
        }
        guard let endsAt else { return milestones }
        let (run, session) = (self, state.sessions[sessionID])
        let data: @Sendable (Origin) -> JSONObject = { run.facts.adding(run.leavings(in: session, from: $0)) }
        let took = endsAt.elapsed(since: createdAt).inWords
        switch progress(at: endsAt) {
        case .succeeded:
            milestones.add(.taskCompleted, at: endsAt, "✅ Task `\(id)` completed in \(took)", data)
            if plan.isHealing, let taskID {
                let version = state.versionID("draft", of: taskID)
                milestones.add(
                    .taskHealed, at: endsAt, "🩹 Task `\(taskID)` was healed",
                    facts.adding(["healed_task_version_id": .string(version)]))
            }
        case .failed(let failure):
            let error: JSONValue = ["type": .string(failure.kind.rawValue), "message": .string(failure.message)]
            milestones.add(.taskFailed, at: endsAt, "❌ Task `\(id)` failed: \(failure.message)") { origin in
                data(origin).adding(["error": error])
            }
        case .cancelled: milestones.add(.taskCancelled, at: endsAt, "🚫 Task `\(id)` was cancelled", data)
        case .queued, .running, .asking: break
        }
        return milestones
    }

    func isOver(at now: Moment) -> Bool { progress(at: now).isOver }

    /// Which run of which task it is.
    private var facts: JSONObject {
        var facts: JSONObject = ["run_id": .string(id), "session_id": .string(sessionID)]
        facts["task_id"] = taskID.map(JSONValue.string)
        facts["identity_id"] = identityID.map(JSONValue.string)
        return facts
    }

    /// What it left, and where its session can be seen.
    private func leavings(in session: Session?, from origin: Origin) -> JSONObject {
        let files = endsAt.map(artifacts) ?? []
        var leavings: JSONObject = [
            "artifacts": .array(
                files.map { file in
                    [
                        "name": .string(file.name), "url": .string(file.address(of: self, from: origin.url)),
                        "size": .integer(Int64(file.content.utf8.count)),
                        "content_type": .string(file.contentType ?? AgentArtifact.plainType),
                    ]
                })
        ]
        guard let session else { return leavings }
        let addresses = SessionAddresses(of: session, from: origin)
        leavings["session_dashboard_url"] = .string(addresses.liveView)
        if let recording = session.recording, !recording.isDeleted {
            leavings["recording_url"] = .string(addresses.primaryRecording)
        }
        return leavings
    }
}

extension JSONObject {
    /// With the members of another one.
    fileprivate func adding(_ other: JSONObject) -> JSONObject {
        var sum = self
        sum.merge(other)
        return sum
    }
}
