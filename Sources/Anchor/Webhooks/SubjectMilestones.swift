import Kernel
import KernelHTTP

/// What webhooks are told of sessions. The names in `data` are those of the API's answers (ours; anchor.md 8.7).
extension Session: Watched {
    func milestones(in state: AnchorState) -> Milestones {
        var milestones = Milestones()
        let (session, id, createdAt) = (self, id, createdAt)
        // One that was asked for without waiting can end before anybody can connect.
        if start.map({ start in endsAt.map { $0 >= start.readyAt } ?? true }) ?? true {
            milestones.add(.sessionReady, at: start?.readyAt ?? createdAt, "✅ Session `\(id)` is ready") { origin in
                [
                    "session_id": .string(id), "status": .string(Status.running.rawValue),
                    "created_at": .string(createdAt.description),
                    "live_view_url": .string(SessionAddresses(of: session, from: origin).liveView),
                ]
            }
        }
        guard let endsAt else { return milestones }
        var data = completion(at: endsAt, steps: state.agentSteps(of: self, at: endsAt))
        if let failure = failure(endingAt: endsAt) {
            data["error"] = ["message": .string(failure)]
            milestones.add(.sessionFailed, at: endsAt, "❌ Session `\(id)` failed: \(failure)", data)
        } else {
            let time = duration(at: endsAt).inWords
            milestones.add(.sessionCompleted, at: endsAt, "✅ Session `\(id)` completed in \(time)", data)
        }
        if let recording, !recording.isDeleted {
            milestones.add(
                .sessionRecordingReady, at: endsAt, "✅ The recording of session `\(id)` is ready"
            ) { origin in
                [
                    "session_id": .string(id), "recording_id": .string(recording.id),
                    "recording_url": .string(SessionAddresses(of: session, from: origin).primaryRecording),
                ]
            }
        }
        return milestones
    }

    func isOver(at now: Moment) -> Bool { status(at: now) == .completed }

    /// Why it failed; nil if it did not (ours: the vendor has no word for it but the event).
    private func failure(endingAt end: Moment) -> String? {
        if lostBrowser == true { return "The browser has gone by itself" }
        return start.map { end < $0.readyAt } ?? false ? "It ended before anybody could connect" : nil
    }

    private func completion(at end: Moment, steps: Int) -> JSONObject {
        let usage = usage ?? SessionUsage()
        return [
            "session_id": .string(id), "status": .string(Status.completed.rawValue),
            "created_at": .string(createdAt.description), "ended_at": .string(end.description),
            "duration": .integer(duration(at: end).seconds),
            "usage": [
                "credits_used": .integer(creditsUsed(at: end)), "proxy_bytes": .integer(Int64(usage.proxyBytes)),
                "network_bytes_total": .integer(Int64(usage.networkBytes)), "ai_steps": .integer(Int64(steps)),
                "screenshots": .integer(Int64(usage.screenshots)),
            ],
        ]
    }
}

/// What webhooks are told of identities: how each check of the sign-in data ends, whatever it came from, and
/// that an agent finds one not signed in (ours; anchor.md 8.7).
extension Identity: Watched {
    func milestones(in state: AnchorState) -> Milestones {
        var milestones = Milestones()
        let status = validation.status(at: validation.endsAt)
        if status == .validated {
            milestones.add(
                .identityAuthenticated, at: validation.endsAt, "✅ Identity `\(id)` is signed in", facts(status))
        }
        for instant in status == .failed ? [validation.endsAt] + lapsesInForce : lapsesInForce {
            milestones.add(
                .identityAuthenticationFailed, at: instant, "❌ Identity `\(id)` could not sign in", facts(.failed))
        }
        return milestones
    }

    func isOver(at now: Moment) -> Bool { now >= validation.endsAt && lapsesInForce.last.map { now >= $0 } ?? true }

    /// What deliveries say of it.
    func facts(_ status: Status) -> JSONObject {
        [
            "identity_id": .string(id), "application_id": .string(applicationID), "source": .string(source),
            "status": .string(status.rawValue),
        ]
    }
}

extension TimeSpan {
    /// Seconds with one digit behind the point: `4.2s`.
    var inWords: String { "\(milliseconds / 1000).\(milliseconds % 1000 / 100)s" }
}
