import Browsers
import Kernel
import KernelHTTP

/// What REST calls see of a session and act on: its selected page, in a real browser or in what stands in for one.
protocol SessionScreen: Sendable {
    /// Does something to the selected page.
    func perform(_ action: PageAction) async throws
    /// What is seen of the selected page, as PNG.
    func screenshot() async throws -> [UInt8]
    /// The clipboard's text.
    func clipboardText() async throws -> String
    /// Copies what is selected, and returns it.
    func copySelection() async throws -> String
    /// Keeps an uploaded file for pages to take; returns what the client is told.
    func keep(_ file: UploadedFile) async throws -> String
    /// The open pages, in the order of opening.
    func pages() async throws -> [OpenPage]
}

/// A file on its way into a session.
struct UploadedFile: Sendable {
    /// A name that is safe to have on disk.
    let name: String
    let bytes: [UInt8]
}

/// A tab of a session's browser.
struct OpenPage: Sendable, Equatable {
    /// In the form of Chrome's target ids.
    let id: String
    let title: String
    let url: String
}

extension Call where Store == AnchorStore {
    /// The session that the path names, which is used by this call, and its screen. A browser is started if there is none
    /// yet, where sessions have browsers.
    func screen(of id: String) async throws -> any SessionScreen {
        let session = try update { (state, turn) throws(AnchorProblem) in try state.sessionInUse(id, turn) }
        guard store.browsers.areConfigured, session.status(at: now) == .running else {
            return ModelScreen(store: store, sessionID: session.id)
        }
        let setup = store.read { $0.browserSetup(for: session, at: now) }
        do throws(BrowserFailure) {
            return BrowserScreen(try await store.browsers.browser(of: session.id, startingWith: setup))
        } catch {
            throw AnchorProblem(error)
        }
    }
}

/// The screen of a session that no browser runs behind: everything happens in the world's state, at once.
struct ModelScreen: SessionScreen {
    static let title = "No browser runs behind this session"

    let store: AnchorStore
    let sessionID: String

    func perform(_ action: PageAction) throws {
        try store.update { (state) throws(AnchorProblem) in try state.perform(action, onPageOf: sessionID) }
    }

    func screenshot() throws -> [UInt8] { PagePicture(of: try session()).png }

    func clipboardText() throws -> String { try session().pageModel.clipboard }

    func copySelection() throws -> String {
        try store.update { (state) throws(AnchorProblem) in
            try state.changePage(of: sessionID) { (page) throws(SessionPage.Full) in try page.copy() }
        }
    }

    func keep(_ file: UploadedFile) throws -> String {
        let upload = SessionPage.Upload(name: file.name, size: file.bytes.count)
        try store.update { (state) throws(AnchorProblem) in
            try state.changePage(of: sessionID) { (page) throws(SessionPage.Full) in try page.receive(upload) }
        }
        return "\(file.name) is noted; no browser runs that could take it"
    }

    func pages() throws -> [OpenPage] { [Self.page(of: try session())] }

    /// The one page that there is.
    static func page(of session: Session) -> OpenPage {
        OpenPage(id: session.id.filter { $0 != "-" }.uppercased(), title: title, url: session.pageModel.url)
    }

    private func session() throws(AnchorProblem) -> Session {
        guard let session = store.read({ $0.sessions[sessionID] }) else { throw .notFound(.session, sessionID) }
        return session
    }
}
