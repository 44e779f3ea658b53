import Yams

extension YamlError {
    /// What is wrong and where, in the words of the YAML library.
    func complaint(in file: String, text: String) -> ScenarioComplaint {
        switch self {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = Place(file: file, line: mark.line, column: mark.column)
            // The library stops earlier than we do where nothing but brackets come.
            if problem.hasPrefix("Maximum nesting level") { return DocumentParser.tooDeep(place) }
            return ScenarioComplaint(
                place,
                Self.sentence(problem, context) + Self.hint(about: mark, in: text))
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "`\($0)`" }.joined(separator: ", ")
            return ScenarioComplaint(
                Place(file: file, line: context.mark.line, column: context.mark.column),
                "\(names) stand\(keys.count == 1 ? "s" : "") more than once in this mapping")
        case .reader(let problem, let offset, _, _):
            let before = String(decoding: text.utf8.prefix(offset ?? 0), as: UTF8.self)
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
            let column = (lines.last?.unicodeScalars.count ?? 0) + 1
            return ScenarioComplaint(Place(file: file, line: lines.count, column: column), "not YAML: \(problem)")
        default:
            return ScenarioComplaint(.start(of: file), "not YAML: \(self)")
        }
    }

    /// A tab looks like the spaces that it must not stand for.
    private static func hint(about mark: Mark, in text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return "" }
        let indentation = lines[mark.line - 1].prefix { $0.isWhitespace }
        return indentation.contains("\t") ? "; lines are indented with spaces, not tabs" : ""
    }

    private static func sentence(_ problem: String, _ context: Context?) -> String {
        let isAlias = problem.contains("alias") || context?.text.contains("alias") == true
        let hint = isAlias ? "; a text that begins with `*` needs quotes" : ""
        guard let context else { return "not YAML: \(problem)\(hint)" }
        let since = "\(context.text) that begins at \(context.mark.line):\(context.mark.column)"
        return "not YAML: \(problem) (\(since))\(hint)"
    }
}
