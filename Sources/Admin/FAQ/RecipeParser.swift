import Kernel

/// What commands are made of.
enum RecipeToken: Equatable {
    case word(RecipeText)
    case pipe
    /// `$(`
    case open
    /// `)`
    case close
    /// A new line or a semicolon.
    case end
}

/// Takes commands apart as a shell does: quotes, variables, continued lines, comments.
struct RecipeLexer {
    private var rest: Substring
    private var tokens: [RecipeToken] = []
    private var word: RecipeText?

    private init(_ text: String) {
        rest = text[...]
    }

    /// The tokens of a part of a recipe.
    static func tokens(of text: String) throws(RecipeComplaint) -> [RecipeToken] {
        var lexer = RecipeLexer(text)
        try lexer.read()
        return lexer.tokens
    }

    private mutating func read() throws(RecipeComplaint) {
        while let character = rest.popFirst() {
            switch character {
            case "'": try readSingleQuoted()
            case "\"": try readDoubleQuoted()
            case "\\": readEscape()
            case "$": readDollar()
            case "#" where word == nil: skipComment()
            case " ": endWord()
            case "\n", ";": finish(with: .end)
            case "|": finish(with: .pipe)
            case ")": finish(with: .close)
            case ">", "<", "&", "`", "(":
                throw RecipeComplaint("\(character) is not of the part of a shell that is read")
            default: add(String(character))
            }
        }
        finish(with: .end)
    }

    private mutating func add(_ text: some StringProtocol) {
        var longer = word ?? RecipeText()
        longer.append(text)
        word = longer
    }

    private mutating func endWord() {
        if let word { tokens.append(.word(word)) }
        word = nil
    }

    private mutating func finish(with token: RecipeToken) {
        endWord()
        tokens.append(token)
    }

    private mutating func skipComment() {
        rest = rest.drop { $0 != "\n" }
    }

    /// A backslash outside of quotes: a line that goes on, or a character as it is.
    private mutating func readEscape() {
        guard let next = rest.popFirst() else { return }
        if next == "\n" { endWord() } else { add(String(next)) }
    }

    private mutating func readSingleQuoted() throws(RecipeComplaint) {
        guard let end = rest.firstIndex(of: "'") else { throw RecipeComplaint("a quote has no end") }
        // Also a word if it is empty.
        add("")
        add(rest[..<end])
        rest = rest[rest.index(after: end)...]
    }

    private mutating func readDoubleQuoted() throws(RecipeComplaint) {
        add("")
        while let character = rest.popFirst() {
            switch character {
            case "\"": return
            case "$": readDollar()
            case "\\":
                guard let next = rest.first else { break }
                if "\"\\$`".contains(next) {
                    add(String(next))
                    rest.removeFirst()
                } else {
                    add("\\")
                }
            default: add(String(character))
            }
        }
        throw RecipeComplaint("a quote has no end")
    }

    private mutating func readDollar() {
        if rest.first == "(" {
            rest.removeFirst()
            finish(with: .open)
        } else if rest.first == "$" {
            // The shell's process: any number, and worlds are fresh.
            rest.removeFirst()
            add("1")
        } else {
            let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            guard !name.isEmpty else { return add("$") }
            rest = rest.dropFirst(name.count)
            var longer = word ?? RecipeText()
            longer.append(variable: String(name))
            word = longer
        }
    }
}

/// Makes steps of tokens.
struct RecipeParser {
    /// How many steps a part may have. Ours.
    private static let most = 50

    private var rest: ArraySlice<RecipeToken>

    init(_ tokens: [RecipeToken]) {
        rest = tokens[...]
    }

    /// All steps, those of loops as often as they are done.
    mutating func steps() throws(RecipeComplaint) -> [RecipeStep] {
        let steps = try statements(until: nil)
        guard steps.count <= Self.most else { throw RecipeComplaint("there are more than \(Self.most) steps") }
        return steps
    }

    private mutating func statements(until end: String?) throws(RecipeComplaint) -> [RecipeStep] {
        var steps: [RecipeStep] = []
        while let token = rest.first {
            guard case .word(let first) = token else {
                guard token == .end else { throw RecipeComplaint("a command begins with a word") }
                rest.removeFirst()
                continue
            }
            if let end, first.literal == end {
                rest.removeFirst()
                return steps
            }
            steps += first.literal == "for" ? try loop() : [try statement(first)]
        }
        if let end { throw RecipeComplaint("\(end) is missing") }
        return steps
    }

    /// `for name in 1 2 3; do …; done`
    private mutating func loop() throws(RecipeComplaint) -> [RecipeStep] {
        let head = words()
        guard head.count > 3, head[2].literal == "in", rest.first == .end else {
            throw RecipeComplaint("a loop is written `for name in …; do …; done`")
        }
        rest.removeFirst()
        guard rest.popFirst() == .word(.literal("do")) else { throw RecipeComplaint("do is missing") }
        let body = try statements(until: "done")
        return head.dropFirst(3).flatMap { _ in body }
    }

    private mutating func statement(_ first: RecipeText) throws(RecipeComplaint) -> RecipeStep {
        let name = first.beginning.prefix { $0 != "=" }
        let isAssignment =
            name.count < first.beginning.count && !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber }
        guard isAssignment else { return try pipeline() }
        rest.removeFirst()
        var step: RecipeStep
        if rest.first == .open {
            rest.removeFirst()
            step = try pipeline()
            guard rest.popFirst() == .close else { throw RecipeComplaint("$( has no end") }
        } else {
            step = RecipeStep(command: .value(first.dropping(name.count + 1)))
        }
        step.assigns = String(name)
        return step
    }

    private mutating func pipeline() throws(RecipeComplaint) -> RecipeStep {
        var step = RecipeStep(command: try command(words()))
        guard rest.first == .pipe else { return step }
        rest.removeFirst()
        let sed = words().map(\.literal)
        guard sed.count == 3, sed[0] == "sed", sed[1] == "-E", let script = sed[2],
            script.hasPrefix("s/.*\""), script.hasSuffix("\":\"([^\"]*)\".*/\\1/")
        else { throw RecipeComplaint("only one script of sed is known, which picks a member") }
        step.member = String(script.dropFirst("s/.*\"".count).dropLast("\":\"([^\"]*)\".*/\\1/".count))
        return step
    }

    private mutating func words() -> [RecipeText] {
        var words: [RecipeText] = []
        while case .word(let word) = rest.first {
            words.append(word)
            rest.removeFirst()
        }
        return words
    }

    private func command(_ words: [RecipeText]) throws(RecipeComplaint) -> RecipeStep.Command {
        switch words.first?.literal {
        case "curl": return .request(try request(words.dropFirst()))
        case "echo" where words.count == 2: return .value(words[1])
        case .some(let program) where program == "drydock" || program.hasPrefix("Fixtures/"):
            return .terminal(words.map(\.source).joined(separator: " "))
        default: throw RecipeComplaint("\(words.first?.source ?? "nothing") is no command that is read")
        }
    }

    private func request(_ words: ArraySlice<RecipeText>) throws(RecipeComplaint) -> RecipeRequest {
        var request = RecipeRequest()
        var words = words
        func value(of option: String) throws(RecipeComplaint) -> RecipeText {
            guard let value = words.popFirst() else { throw RecipeComplaint("\(option) has no value") }
            return value
        }
        while let word = words.popFirst() {
            switch word.literal {
            // How the answer is printed.
            case "-s", "-si": break
            case "-X": request.method = try value(of: "-X").literal
            case "-H": request.headers.append(try value(of: "-H"))
            case "-d": request.data.append(try value(of: "-d"))
            case "-G": request.isQuery = true
            case "--proxytunnel": request.isTunnel = true
            case "--proxy": _ = try value(of: "--proxy")
            case "--proxy-user": request.proxyUser = try value(of: "--proxy-user")
            default:
                guard !word.beginning.hasPrefix("-"), request.url.pieces.isEmpty else {
                    throw RecipeComplaint("curl's \(word.source) is not read")
                }
                request.url = word
            }
        }
        guard !request.url.pieces.isEmpty else { throw RecipeComplaint("curl has no address") }
        return request
    }
}

extension RecipeText {
    /// A word without variables.
    fileprivate static func literal(_ text: String) -> RecipeText {
        var word = RecipeText()
        word.append(text)
        return word
    }
}
