extension DocumentNode {
    /// This whole document laid over `base`: its rules are asked before those of the base, its name and title are its own.
    func overlaid(onDocument base: DocumentNode) -> DocumentNode {
        guard let members = mapping, let all = base.mapping else { return self }
        let lower = all.filter { !["name", "title", "extends"].contains($0.key) }
        return DocumentNode(
            location: location,
            content: .mapping(
                Self.merge(members, over: lower) { key, upper, lower in
                    key == "rules" ? upper.placedBefore(lower) : upper.overlaid(on: lower)
                }))
    }

    /// This node laid over `base`: mappings are merged, lists of mappings are merged by `id` or `name`, all else replaces.
    private func overlaid(on base: DocumentNode) -> DocumentNode {
        switch (content, base.content) {
        case (.mapping(let upper), .mapping(let lower)):
            let merged = Self.merge(upper, over: lower) { _, upper, lower in upper.overlaid(on: lower) }
            return DocumentNode(location: location, content: .mapping(merged))
        case (.sequence(let upper), .sequence(let lower)) where Self.areObjects(upper) && Self.areObjects(lower):
            return DocumentNode(location: location, content: .sequence(Self.merge(upper, over: lower)))
        default: return self
        }
    }

    private func placedBefore(_ base: DocumentNode) -> DocumentNode {
        guard let upper = sequence, let lower = base.sequence, Self.areObjects(upper) else { return self }
        let replaced = Set(upper.compactMap { $0["id"]?.scalar?.text })
        let kept = lower.filter { rule in rule["id"]?.scalar.map { !replaced.contains($0.text) } ?? true }
        return DocumentNode(location: location, content: .sequence(upper + kept))
    }

    private static func merge(
        _ upper: [DocumentMember], over lower: [DocumentMember],
        combine: (String, DocumentNode, DocumentNode) -> DocumentNode
    ) -> [DocumentMember] {
        var merged = lower
        var positions = Dictionary(lower.indices.map { (lower[$0].key, $0) }) { first, _ in first }
        for member in upper {
            if let position = positions[member.key] {
                merged[position] = DocumentMember(
                    key: member.key, keyLocation: member.keyLocation,
                    value: combine(member.key, member.value, merged[position].value))
            } else {
                positions[member.key] = merged.count
                merged.append(member)
            }
        }
        return merged
    }

    private static func merge(_ upper: [DocumentNode], over lower: [DocumentNode]) -> [DocumentNode] {
        var merged = lower
        var ids = positions(in: lower, by: "id")
        var names = positions(in: lower, by: "name")
        for item in upper {
            // Each place is taken once: an id that the overlay itself has twice stays twice, to be complained about.
            let position =
                if let id = item["id"]?.scalar { ids.removeValue(forKey: id.text) } else {
                    item["name"]?.scalar.flatMap { names.removeValue(forKey: $0.text) }
                }
            if let position { merged[position] = item } else { merged.append(item) }
        }
        return merged
    }

    private static func positions(in items: [DocumentNode], by key: String) -> [String: Int] {
        let keyed = items.enumerated().compactMap { index, item in item[key]?.scalar.map { ($0.text, index) } }
        return Dictionary(keyed) { first, _ in first }
    }

    /// A list without items is none: laid over another it empties that.
    private static func areObjects(_ items: [DocumentNode]) -> Bool {
        !items.isEmpty && items.allSatisfy { $0.mapping != nil }
    }
}
