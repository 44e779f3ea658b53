import Browsers
import HTTPTypes
package import Kernel
import KernelHTTP

/// What a person does by hand, without an API key: the control plane's ways to operations that Anchor has. The refusals are
/// those of the operations.
extension AnchorStore {
    /// Ends a session that runs. Returns false if it had ended. Throws for one that is not there.
    package func endSession(_ id: String, at now: Moment) throws(AnchorProblem) -> Bool {
        let turn = AnchorTurn(policies: policies, now: now)
        let isEnded = try update { (state) throws(AnchorProblem) in
            state.settleAgenda(upTo: now)
            guard let session = try state.knownSession(id, turn) else { throw .unknown(.session, id) }
            return state.end(session, turn)
        }
        guard isEnded else { return false }
        browsers.end(id)
        signals.send(AgentRun.topic(ofSession: id))
        return true
    }

    /// Answers an agent's question, once; returns the session that it was asked in. Throws 404 if nobody asks it, or any more,
    /// and 400 for an answer that it does not take.
    package func answerQuestion(
        _ id: String, with response: JSONValue, at now: Moment
    ) throws(AnchorProblem) -> String {
        // All sessions are looked at with no lock held; whether the question is still open is asked again with it.
        guard let open = snapshot.openInterventions(at: now).first(where: { $0.run.questionID == id }) else {
            throw .questionUnknown(id)
        }
        let turn = AnchorTurn(policies: policies, now: now)
        try update { (state) throws(AnchorProblem) in
            state.settleAgenda(upTo: now)
            try state.answer(open, with: response, isNamed: true, turn)
        }
        signals.send(AgentRun.topic(ofSession: open.run.sessionID))
        return open.run.sessionID
    }
}

extension AnchorProblem {
    fileprivate static func questionUnknown(_ id: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "No pending human intervention request",
            Reason(AgentReason.questionUnknown, "No question \(id) is open in this world."))
    }
}
