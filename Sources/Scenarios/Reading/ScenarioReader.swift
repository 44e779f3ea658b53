package import Kernel

/// Reads scenarios strictly: what it does not understand it refuses, and says where.
package struct ScenarioReader: Sendable {
    private let format: ScenarioFormat
    private let library: ScenarioLibrary

    /// A reader that finds what scenarios extend in `library`.
    package init(format: ScenarioFormat, library: ScenarioLibrary) {
        self.format = format
        self.library = library
    }

    /// Reads one scenario, or several laid over each other, later ones over earlier ones.
    package func read(_ documents: [ScenarioDocument]) throws(ScenarioComplaints) -> Scenario {
        var loader = ScenarioLoader(library: library)
        let root = loader.load(documents)
        var complaints = loader.complaints
        complaints += Self.form(of: root, Shape.object(format.document), path: "")
        complaints += ruleComplaints(in: root)
        var sections: [any ScenarioSection] = []
        for type in format.sections {
            if let section = decodeSection(type, in: root, &complaints) { sections.append(section) }
        }
        // References into what could not be loaded would lead nowhere through no fault of theirs.
        if loader.complaints.isEmpty {
            for section in sections {
                complaints += Self.location(
                    section.complaints(beside: sections), in: root[type(of: section).name] ?? root)
            }
        }
        guard complaints.isEmpty, let header = Self.decode(ScenarioHeader.self, from: root, &complaints) else {
            throw ScenarioComplaints(complaints)
        }
        return Scenario(
            header, name: documents.last?.name ?? "inline",
            sources: ScenarioSources(documents: documents, loaded: loader.documents), sections: sections)
    }

    /// Reads a scenario that the program carries, without looking at its form: the tests have done that.
    ///
    /// It saves a start the discovery of the whole format. Throws if the scenario extends or names what is not there.
    package static func readBuiltIn(
        _ document: ScenarioDocument, sections types: [any ScenarioSection.Type]
    ) throws(ScenarioComplaints) -> Scenario {
        var loader = ScenarioLoader(library: .builtIn)
        let root = loader.load([document])
        var complaints = loader.complaints
        let sections = types.compactMap { type in
            root[type.name].flatMap { $0.isNull ? nil : decodeAny(type, from: $0, &complaints) }
        }
        guard complaints.isEmpty, let header = decode(ScenarioHeader.self, from: root, &complaints) else {
            throw ScenarioComplaints(complaints)
        }
        return Scenario(
            header, name: document.name, sources: ScenarioSources(documents: [document], loaded: []), sections: sections
        )
    }

    // MARK: Pieces

    /// Reads one rule, as the control plane takes it.
    ///
    /// - Parameter file: how complaints call the text.
    package func readRule(_ text: String, file: String) throws(ScenarioComplaints) -> Rule {
        let node = try DocumentParser.parse(text, file: file)
        var complaints = Self.form(of: node, format.rule, path: "", whole: "a rule")
        if complaints.isEmpty, let rule = Self.decode(Rule.self, from: node, &complaints) {
            complaints += Self.location(RuleCheck(format: format).complaints(about: rule), in: node)
            if complaints.isEmpty { return rule }
        }
        throw ScenarioComplaints(complaints)
    }

    /// Reads which requests are meant, and whatever else stands in `text` beside it, as the control plane takes it.
    ///
    /// - Parameters:
    ///   - pattern: where the value that was read has the requests that it means.
    ///   - file: how complaints call the text.
    package func read<Value: Decodable>(
        _ text: String, file: String, patterns: (Value) -> [RequestPattern]
    ) throws(ScenarioComplaints) -> Value {
        let (value, location): (Value, SourceLocation) = try Self.document(text, file: file, whole: "the body")
        let check = RuleCheck(format: format)
        let complaints = patterns(value).compactMap(\.on).compactMap(check.complaint).map {
            ScenarioComplaint(location, $0)
        }
        if complaints.isEmpty { return value }
        throw ScenarioComplaints(complaints)
    }

    /// Reads any other document as strictly.
    ///
    /// - Parameters:
    ///   - file: how complaints call the text.
    ///   - whole: what the document is, in words.
    package static func readDocument<Value: Decodable>(
        _ text: String, file: String, whole: String
    ) throws(ScenarioComplaints) -> Value {
        try document(text, file: file, whole: whole).value
    }

    private static func document<Value: Decodable>(
        _ text: String, file: String, whole: String
    ) throws(ScenarioComplaints) -> (value: Value, location: SourceLocation) {
        let node = try DocumentParser.parse(text, file: file)
        var complaints = form(of: node, Shape(of: Value.self), path: "", whole: whole)
        if complaints.isEmpty, let value = decode(Value.self, from: node, &complaints) { return (value, node.location) }
        throw ScenarioComplaints(complaints)
    }

    // MARK: Form and meaning

    private func ruleComplaints(in root: DocumentNode) -> [ScenarioComplaint] {
        guard let list = root["rules"], let nodes = list.sequence else { return [] }
        guard nodes.count <= RuleBookState.most else {
            return [ScenarioComplaint(list.location, "`rules` has more than \(RuleBookState.most), which is the limit")]
        }
        var complaints: [ScenarioComplaint] = []
        let rules = nodes.map { node in
            Self.form(of: node, format.rule, path: "").isEmpty ? Self.decode(Rule.self, from: node, &complaints) : nil
        }
        return complaints + Self.location(RuleCheck(format: format).complaints(about: rules), in: list)
    }

    private func decodeSection<Section: ScenarioSection>(
        _ type: Section.Type, in root: DocumentNode, _ complaints: inout [ScenarioComplaint]
    ) -> (any ScenarioSection)? {
        guard let node = root[type.name], !node.isNull, let shape = format.document[type.name]?.shape,
            Self.form(of: node, shape, path: type.name).isEmpty
        else { return nil }
        return Self.decode(type, from: node, &complaints)
    }

    private static func decodeAny<Section: ScenarioSection>(
        _ type: Section.Type, from node: DocumentNode, _ complaints: inout [ScenarioComplaint]
    ) -> (any ScenarioSection)? {
        decode(type, from: node, &complaints)
    }

    private static func form(
        of node: DocumentNode, _ shape: Shape, path: String, whole: String = "a scenario"
    ) -> [ScenarioComplaint] {
        var check = ShapeCheck(of: whole)
        check.check(node, against: shape, path: path)
        return check.complaints
    }

    /// What passed the check decodes, unless a type has rules of its own; its words are then the complaint.
    private static func decode<Value: Decodable>(
        _: Value.Type, from node: DocumentNode, _ complaints: inout [ScenarioComplaint]
    ) -> Value? {
        do {
            return try NodeDecoder(node).decode(Value.self)
        } catch let DecodingError.dataCorrupted(context), let DecodingError.keyNotFound(_, context),
            let DecodingError.typeMismatch(_, context), let DecodingError.valueNotFound(_, context)
        {
            let path = context.codingPath.map(\.stringValue)
            complaints.append(ScenarioComplaint(node.nearest(to: path).location, context.debugDescription))
        } catch {
            complaints.append(ScenarioComplaint(node.location, "\(error)"))
        }
        return nil
    }

    private static func location(_ complaints: [SectionComplaint], in node: DocumentNode) -> [ScenarioComplaint] {
        // Nobody reads more, and each is searched for among all keys of its mapping.
        complaints.prefix(1000).map { ScenarioComplaint(node.nearest(to: $0.path).location, $0.problem) }
    }
}

/// Checks scenario files without running them.
package enum ScenarioLint {
    /// Everything that is wrong with the files at `paths`; folders are walked for `*.yaml`, `*.yml` and `*.json`.
    ///
    /// What the files extend is found among themselves and in `library`.
    package static func lint(
        paths: [String], format: ScenarioFormat, library: ScenarioLibrary = .builtIn
    ) -> [ScenarioComplaint] {
        var complaints: [ScenarioComplaint] = []
        var documents: [ScenarioDocument] = []
        for path in paths {
            do {
                let folder = ScenarioFiles.isFolder(path) ? path : nil
                for file in try folder.map(ScenarioFiles.pathsBelow) ?? [path] {
                    do {
                        documents.append(try ScenarioFiles.read(file, in: folder))
                    } catch {
                        complaints += error.complaints
                    }
                }
            } catch {
                complaints += error.complaints
            }
        }
        let reader = ScenarioReader(format: format, library: library.adding(documents))
        for document in documents {
            do { _ = try reader.read([document]) } catch { complaints += error.complaints }
        }
        return complaints.isEmpty ? [] : ScenarioComplaints(complaints).complaints
    }
}
