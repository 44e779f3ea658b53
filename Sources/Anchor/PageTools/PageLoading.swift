import Kernel
import KernelHTTP

/// How page tools get at pages where no browser shows them: what is scripted, on the world's clock. No site is ever asked.
extension Call where Store == AnchorStore {
    /// Loads a page, and waits for `wait` more; after `limit` in all what there is of it by then is the page.
    ///
    /// - Parameter status: what a host that is not there answers with.
    func load(
        _ url: String, waiting wait: TimeSpan = .zero, within limit: TimeSpan,
        unresolved: (String) -> AnchorProblem
    ) async throws -> ToolPage {
        let scripted = store.read { $0.scriptedPage(at: url) }
        if scripted == nil, !isFound(url) { throw unresolved(url) }
        let page = ToolPage(scripted, at: url)
        let needed = (scripted?.delay ?? .zero) + wait
        try await pause(for: min(needed, limit))
        return needed > limit && (scripted?.delay ?? .zero) > .zero ? page.partial : page
    }

    private func isFound(_ url: String) -> Bool {
        guard let address = WebAddress(url) else { return true }
        if address.host == "invalid" || address.host.hasSuffix(".invalid") { return false }
        return store.policies.pageTools.unscripted == .canned
    }

    /// Waits on the world's clock. Throws if the world is swapped meanwhile.
    func pause(for span: TimeSpan) async throws {
        guard span > .zero else { return }
        let end = now + span
        let isOver: Bool? = try await wait(for: "pause") { now in now >= end ? .found(true) : .later(end) }
        if isOver == nil { throw AnchorProblem.waitAbandoned }
    }
}

extension ToolPage {
    /// A scripted page, or what is in its place.
    fileprivate init(_ scripted: ScriptedPage?, at url: String) {
        if let scripted {
            self.init(
                url: url, status: scripted.status, contentType: scripted.contentType, bytes: scripted.content.bytes)
        } else {
            self = url == "about:blank" ? .blank(at: url) : .canned(at: url)
        }
    }

    /// What has come of it when the time is up: the first half (ours).
    fileprivate var partial: ToolPage {
        ToolPage(
            url: url, status: status, contentType: contentType, bytes: Array(bytes.prefix(bytes.count / 2)),
            isPartial: true)
    }
}

// MARK: - Choices

/// What the page tools do where no browser shows the page.
struct PageToolPolicies: PolicySet {
    /// What is at an address that nothing is scripted for.
    enum Unscripted: String, Codable, CaseIterable, Sendable { case canned, unresolved }

    var unscripted = Unscripted.canned

    /// A page that says what it is.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "unscripted", \.unscripted, "What is at an address that nothing is scripted for.",
            row: PolicyRow(
                "a page tool is sent to an address that nothing is scripted for, with no browser",
                "a page that says what it is; a host that ends in `.invalid` is never found",
                example: "pageTools: {unscripted: canned|unresolved}"))
    ]
}
