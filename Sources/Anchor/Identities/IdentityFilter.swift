import Kernel
import KernelHTTP

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

/// The filter as clients write it: `search`, and `metadata` as one JSON text or as `metadata[key]=value` (anchor.md 2.1).
extension IdentityFilter {
    /// Throws for a `metadata` that is no JSON object, unless bodies are taken as they come.
    init(query: NamedValues, reading: FieldReading) throws(FieldComplaint) {
        for pair in query.pairs {
            if pair.name == "search" {
                search = pair.value
            } else if pair.name == "metadata" {
                if pair.value.isEmpty { continue }
                if case .object(let object) = try? JSONParser.parse(pair.value.utf8) {
                    pairs = object
                } else if reading == .strict {
                    throw FieldComplaint(
                        field: "metadata", problem: "must be a JSON object such as {\"userId\":\"u-1\"}")
                }
            } else if pair.name.hasPrefix("metadata["), pair.name.hasSuffix("]") {
                texts.append((String(pair.name.dropFirst("metadata[".count).dropLast()), pair.value))
            }
        }
    }
}
