import Browsers
import HashTreeCollections
import Kernel
import KernelHTTP

/// What REST calls do on a session's page (anchor.md 12.4).
extension AnchorState {
    /// A session whose page is about to be used: that is activity. Throws for one that is not there or has ended, unless
    /// ids are adopted.
    @discardableResult
    mutating func sessionInUse(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Session {
        let session = try session(id, turn)
        guard session.status(at: turn.now) == .running || turn.policies.unknownIDs == .adopt else {
            throw .sessionEnded(id)
        }
        return try useSession(id, turn)
    }

    /// Does something to what stands in for the page of a session. Throws where that leaves it too large.
    mutating func changePage<Value>(
        of id: String, _ change: (inout SessionPage) throws(SessionPage.Full) -> Value
    ) throws(AnchorProblem) -> Value {
        guard var session = sessions[id] else { throw .notFound(.session, id) }
        do throws(SessionPage.Full) {
            let former = session.page
            let value = try change(&session.pageModel)
            if session.page != former { sessions[id] = session }
            return value
        } catch {
            throw .pageFull
        }
    }

    /// Does to what stands in for the page of a session what would be done to a page. What is scripted for an address that is opened
    /// counts as loaded.
    mutating func perform(_ action: PageAction, onPageOf id: String) throws(AnchorProblem) {
        try changePage(of: id) { (page) throws(SessionPage.Full) in try page.perform(action) }
        guard case .open(let address) = action, let page = scriptedPage(at: address) else { return }
        sessions[id]?.countLoad(of: page.content.bytes.count)
    }

    /// A picture of a session was taken.
    mutating func countScreenshot(of id: String) {
        sessions[id]?.countScreenshot()
    }
}

extension SessionPage {
    /// What would be done to a page, whole or not at all.
    mutating func perform(_ action: PageAction) throws(Full) {
        var changed = self
        try changed.take(action)
        self = changed
    }

    /// There is nothing to scroll, and no element to find: both always succeed.
    private mutating func take(_ action: PageAction) throws(Full) {
        switch action {
        case .open(let address): try open(address)
        case .move(let place): move(to: place)
        case .press(let button, let place): press(button, at: place)
        case .release(let button, let place): release(button, at: place)
        case .click(let button, let place), .doubleClick(let button, let place):
            press(button, at: place)
            release(button, at: place)
        case .clickElement: break
        case .drag(let button, let start, let end):
            press(button, at: start)
            release(button, at: end)
        case .scroll(let scroll): move(to: scroll.place)
        case .type(let text, delay: _): try type(text)
        case .pressTogether(let keys, hold: _): try press(keys)
        case .setClipboard(let text): try setClipboard(text)
        case .paste(let text): try paste(text)
        }
    }
}
