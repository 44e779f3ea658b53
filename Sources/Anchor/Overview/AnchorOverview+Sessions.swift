import HashTreeCollections
import Kernel
import KernelHTTP

/// What runs: sessions, and what agents do and ask in them.
extension AnchorOverview {
    static let sessions = ObjectListing<AnchorOverview>(
        ObjectKind("anchor.sessions", title: "Sessions", emptiness: "POST /v1/sessions starts one.")
    ) { overview, most in
        let newest = overview.state.sessions.newest(most, where: { $0.isThere(at: overview.now) }) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.session($0.value) })
    }

    private func session(_ session: Session) -> ShownObject {
        let status = session.status(at: now)
        let isRunning = status == .running
        let options = session.configuration.session
        var shown = ShownObject(
            session.id, title: "Session \(session.id)",
            state: ShownObject.State(status.rawValue, isRunning ? .good : .plain))
        shown.add("Created", session.createdAt.description)
        shown.add("First page", options.initialURL)
        shown.add("Tags", ShownText.list(session.tags ?? []))
        let identities = session.configuration.identityIDs.prefix(10).map { state.identities[$0]?.name ?? $0 }
        shown.add("Identities", ShownText.list(identities))
        shown.add("Profile", session.configuration.browser.profile?.name)
        if let end = session.end(at: now) { shown.add("Ended", end.description) }
        if session.lostBrowser ?? false { shown.add("Why", "Its browser had gone") }
        shown.links = liveView(of: session)
        guard isRunning else { return shown }
        shown.next = session.endsAt.map { ShownObject.Next("Ends", at: $0) }
        shown.actions = [.endSession(session.id, ask: "End session \(session.id)?")]
        return shown
    }

    /// The live view, with a token where the id opens none. One that dies after its first viewer is left to the customer.
    private func liveView(of session: Session) -> [ShownObject.Link] {
        guard session.status(at: now) == .running else { return [] }
        let isOneTime = session.configuration.session.isLiveViewURLOneTime
        guard session.isTokenOnly else {
            let path = "/?sessionId=\(PercentCoding.encode(session.id))"
            return isOneTime
                ? [ShownObject.Link("Use up the live view's one-time address", path: path)]
                : [ShownObject.Link("Live view", path: path, isFramed: true)]
        }
        let tokens = session.access?.tokens
        let token = [tokens?.liveView, tokens?.liveViewReadOnly].compactMap { $0 }.first { token in
            state.sessionTokens[token].map { $0.revokedAt == nil } ?? false
        }
        return token.map { token in
            [ShownObject.Link("Live view", path: "/?token=\(PercentCoding.encode(token))", isFramed: !isOneTime)]
        } ?? []
    }

    // MARK: - Agents

    static let agentRuns = ObjectListing<AnchorOverview>(
        ObjectKind(
            "anchor.agentRuns", title: "Agents at work",
            emptiness:
                "A web task or a run of a task is one; scenarios and /_drydock/task-results say what it comes to.")
    ) { overview, most in
        let newest = overview.state.agentRuns.newest(most) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.agentRun($0.value) })
    }

    private func agentRun(_ run: AgentRun) -> ShownObject {
        let progress = run.progress(at: now)
        let task = run.taskID.flatMap { state.tasks[$0] }
        var shown = ShownObject(
            run.id, title: task?.displayName ?? run.kind.words,
            state: run.isPaused && !progress.isOver ? ShownObject.State("paused") : progress.state)
        shown.add("Run", run.id)
        shown.add("Kind", run.kind.words)
        shown.add("Session", run.sessionID)
        shown.add("Identity", run.identityID.map { state.identities[$0]?.name ?? $0 })
        shown.add("Steps", "\(run.steps(at: now)) of \(run.plan.steps)")
        shown.add("Began", run.startsAt.description)
        switch progress {
        case .asking(let question, _): shown.add("Asks", question.message)
        case .failed(let failure): shown.add("Why", "\(failure.kind.rawValue): \(failure.message)")
        case .queued, .running, .succeeded, .cancelled: break
        }
        if !progress.isOver { shown.next = run.endsAt.map { ShownObject.Next("Ends", at: $0) } }
        return shown
    }

    static let questions = ObjectListing<AnchorOverview>(
        ObjectKind(
            "anchor.questions", title: "Questions of agents",
            emptiness: "No agent waits for a person; a scripted result with a question makes one.")
    ) { overview, most in
        let open = overview.state.openInterventions(at: overview.now)
        return (open.count, open.suffix(most).reversed().map(overview.question))
    }

    private func question(_ open: OpenIntervention) -> ShownObject {
        let id = open.run.questionID
        var shown = ShownObject(id, title: open.question.message, state: ShownObject.State("waits", .bad))
        shown.add("Question", id)
        shown.add("Session", open.run.sessionID)
        shown.add("Since", open.since.description)
        shown.next = open.run.endsAt.map { ShownObject.Next("Ends without an answer", at: $0) }
        shown.links = [ShownObject.Link("Open the page", path: "/interventions/\(PercentCoding.encode(id))")]
        shown.actions = [
            ObjectAction(
                "answerIntervention", "Answer", parameters: [("id", id)], members: open.question.answerMembers)
        ]
        return shown
    }
}

extension AgentRun.Kind {
    fileprivate var words: String {
        switch self {
        case .webTask: "Web task"
        case .task: "Task"
        case .legacyTask: "Task of /v1"
        }
    }
}

extension AgentRun.Progress {
    fileprivate var state: ShownObject.State {
        switch self {
        case .queued: ShownObject.State("queued")
        case .running: ShownObject.State("running", .good)
        case .asking: ShownObject.State("asking", .bad)
        case .succeeded: ShownObject.State("succeeded", .good)
        case .failed: ShownObject.State("failed", .bad)
        case .cancelled: ShownObject.State("cancelled")
        }
    }
}

extension AgentQuestion {
    /// More than any form has; the page of the question has all.
    private static let mostFields = 30

    /// `response`, as the question takes it.
    fileprivate var answerMembers: [ObjectAction.Member] {
        switch inputType {
        case .text: return [ObjectAction.Member("response", label: "Answer", .text(isRequired: true))]
        case .confirm: return [ObjectAction.Member("response", .decision(yes: "Yes", no: "No"))]
        case .fields:
            return (fields ?? []).prefix(Self.mostFields).map { field in
                ObjectAction.Member(
                    field.name, in: "response", label: field.label,
                    .text(
                        ObjectAction.TextKind(rawValue: (field.type ?? .text).rawValue) ?? .text,
                        value: field.type == .password ? "" : ShownText.bounded(field.defaultValue ?? ""),
                        isRequired: field.required ?? false))
            }
        }
    }
}
