import Kernel

/// What `GET …/identities` may ask for (anchor.md 2.1).
struct IdentityFilter: Sendable {
    /// A part of the name, in any case; empty keeps all.
    var search = ""
    /// Pairs that the metadata must have.
    var pairs = JSONObject()
    /// Pairs given as `metadata[key]=value`, where only the text of the value is known.
    var texts: [(name: String, text: String)] = []

    /// Whether the list shows `identity`.
    func keeps(_ identity: Identity) -> Bool {
        identity.name.contains(caseInsensitive: search)
            && pairs.members.allSatisfy { identity.metadata[$0.name] == $0.value }
            && texts.allSatisfy { wanted in
                identity.metadata[wanted.name].map { $0.string ?? JSONWriter.text($0) } == wanted.text
            }
    }
}
