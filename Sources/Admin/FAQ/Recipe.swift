import Kernel

/// The commands of a FAQ entry as steps: the part of a shell's language that recipes are written in, and nothing besides, so that
/// the server can do what they say. What it cannot do, as it is no call of `curl`, stays text.
struct Recipe: Sendable {
    /// What has to be there first.
    let before: [RecipeStep]
    /// What fails; empty if the entry is a question.
    let fails: [RecipeStep]
    /// What works.
    let works: [RecipeStep]

    /// The recipe of an entry. Throws for what is not of the subset.
    init(_ entry: FAQEntry) throws(RecipeComplaint) {
        try self.init(before: entry.part("Before"), fails: entry.part("Fails"), works: entry.part("Works"))
    }

    /// A recipe of these parts; nil is an empty one.
    init(before: String?, fails: String?, works: String?) throws(RecipeComplaint) {
        var known: Set<String> = []
        self.before = try Self.steps(of: before ?? "", &known)
        self.fails = try Self.steps(of: fails ?? "", &known)
        self.works = try Self.steps(of: works ?? "", &known)
    }

    /// Whether the server can do all that the failure takes, and there is one.
    var canFail: Bool { !fails.isEmpty && (before + fails).allSatisfy { !$0.isForTerminal } }

    /// Whether the server can do something of what works, and all that comes before it.
    var canWork: Bool {
        (before + fails).allSatisfy { !$0.isForTerminal } && works.contains { !$0.isForTerminal }
    }

    private static func steps(of part: String, _ known: inout Set<String>) throws(RecipeComplaint) -> [RecipeStep] {
        var parser = RecipeParser(try RecipeLexer.tokens(of: part))
        let steps = try parser.steps()
        for step in steps {
            for name in step.variables where !known.contains(name) {
                throw RecipeComplaint("$\(name) has no value")
            }
            if let name = step.assigns { known.insert(name) }
        }
        return steps
    }
}

/// Why a recipe cannot be read.
struct RecipeComplaint: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// One command.
struct RecipeStep: Sendable {
    enum Command: Sendable {
        /// A call of `curl`.
        case request(RecipeRequest)
        /// A value, from `name=value` or `echo`.
        case value(RecipeText)
        /// A program for a terminal.
        case terminal(String)
    }

    let command: Command
    /// The member of the answer that `sed` picks; nil for all of it.
    var member: String?
    /// The variable that takes the outcome.
    var assigns: String?

    var isForTerminal: Bool {
        if case .terminal = command { return true }
        return false
    }

    /// The variables that it needs.
    fileprivate var variables: [String] {
        switch command {
        case .request(let request): request.texts.flatMap(\.variables)
        case .value(let text): text.variables
        case .terminal: []
        }
    }
}

/// What a call of `curl` says.
struct RecipeRequest: Sendable {
    /// `-X`
    var method: String?
    var url = RecipeText()
    /// `-H`, as `Name: value`.
    var headers: [RecipeText] = []
    /// `-d`
    var data: [RecipeText] = []
    /// `-G`: the data go into the query.
    var isQuery = false
    /// `--proxytunnel`: what is asked for is the way there.
    var isTunnel = false
    /// `--proxy-user`
    var proxyUser: RecipeText?

    fileprivate var texts: [RecipeText] { [url] + headers + data + (proxyUser.map { [$0] } ?? []) }
}

/// A word of a command: text and variables.
struct RecipeText: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case text(String)
        case variable(String)
    }

    private(set) var pieces: [Piece] = []

    mutating func append(_ text: some StringProtocol) {
        guard !text.isEmpty else { return }
        if case .text(let last) = pieces.last {
            pieces[pieces.count - 1] = .text(last + text)
        } else {
            pieces.append(.text(String(text)))
        }
    }

    mutating func append(variable name: String) { pieces.append(.variable(name)) }

    /// The text; nil if there are variables in it.
    var literal: String? {
        if pieces.isEmpty { return "" }
        guard pieces.count == 1, case .text(let text) = pieces[0] else { return nil }
        return text
    }

    /// The text as it begins, before any variable.
    var beginning: String {
        guard case .text(let text) = pieces.first else { return "" }
        return text
    }

    /// The same without so many characters at the beginning, which are there.
    func dropping(_ count: Int) -> RecipeText {
        var rest = RecipeText()
        rest.append(beginning.dropFirst(count))
        rest.pieces += pieces.dropFirst()
        return rest
    }

    fileprivate var variables: [String] {
        pieces.compactMap { piece in
            if case .variable(let name) = piece { name } else { nil }
        }
    }

    /// The text with these values in it.
    func value(_ values: [String: String]) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(let name): values[name] ?? ""
            }
        }.joined()
    }

    /// As it can be written again, quotes apart.
    var source: String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .variable(let name): "$\(name)"
            }
        }.joined()
    }
}
