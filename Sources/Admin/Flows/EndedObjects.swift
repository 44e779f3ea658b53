import Kernel
import KernelHTTP

/// The tokens and sessions of a world that are over. The clock and the control plane end them too, which no exchange tells.
struct EndedObjects: Sendable {
    /// The kinds of objects whose end is the end of a flow's part.
    private static let kinds: Set<String> = ["anchor.identityTokens", "anchor.sessions"]
    /// How many of the newest are looked at: more than a page has flows.
    private static let most = 500

    private let words: [String: String]

    /// What is over in a world now. Throws if there cannot be such a world.
    init(in world: WorldName, of worlds: any ControlledWorlds) throws(ControlRefusal) {
        let kinds = Set(worlds.objectKinds.filter { Self.kinds.contains($0.name) })
        self.init(try worlds.objects(of: kinds, most: Self.most, in: world))
    }

    /// Those of these objects that are over: nothing happens to them any more, and nobody can do anything with them.
    init(_ lists: [ObjectList]) {
        let ended = lists.flatMap(\.objects).filter { $0.actions.isEmpty && $0.next == nil }
        words = Dictionary(ended.map { ($0.id, $0.state.word) }, uniquingKeysWith: { first, _ in first })
    }

    /// The vendor's word for the end of what an exchange issued or used; nil if that goes on, or nothing is known of it.
    func word(of exchange: FlowExchange) -> String? {
        guard !words.isEmpty else { return nil }
        return (exchange.issued.all + exchange.used.all).lazy.compactMap { words[$0.key] }.first
    }
}
