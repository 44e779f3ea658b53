/// A call of the control plane that a person can make by hand, as a form asks for it.
public struct ObjectAction: Sendable {
    /// The call's name, for example `endSession`.
    public let operation: String
    /// What the button says.
    public let words: String
    /// The parameters of the path, known already.
    public let parameters: [(name: String, value: String)]
    /// The members of the body.
    public let members: [Member]
    /// What is asked before it is done; nil if nothing is lost by it.
    public let question: String?

    /// A call of this name.
    public init(
        _ operation: String, _ words: String, parameters: [(name: String, value: String)] = [],
        members: [Member] = [], question: String? = nil
    ) {
        self.operation = operation
        self.words = words
        self.parameters = parameters
        self.members = members
        self.question = question
    }

    /// Whether a button is enough: there is nothing to choose.
    public var isPlain: Bool { members.allSatisfy { if case .fixed = $0.input { true } else { false } } }
}

extension ObjectAction {
    /// One member of the body.
    public struct Member: Sendable {
        /// The member's name.
        public let name: String
        /// The member, an object, that it is in; nil if it is one of the body's own.
        public let container: String?
        /// What a person reads beside it.
        public let label: String
        /// How it is asked for.
        public let input: Input

        /// A member of this name.
        public init(_ name: String, in container: String? = nil, label: String = "", _ input: Input) {
            self.name = name
            self.container = container
            self.label = ShownText.bounded(label)
            self.input = input
        }
    }

    /// How a member is asked for.
    public enum Input: Sendable {
        /// It is not: the value is known.
        case fixed(String)
        /// One of several; an empty value leaves the member out.
        case choice([Option])
        /// A text.
        case text(TextKind = .text, value: String = "", isRequired: Bool = false)
        /// A JSON value of any kind; the text is where a person begins.
        case json(String)
        /// `true` where it is ticked.
        case flag
        /// A boolean, by a button for each.
        case decision(yes: String, no: String)
    }

    /// What kind of text is typed.
    public enum TextKind: String, Sendable { case text, number, url, email, password }

    /// One of several values.
    public struct Option: Sendable {
        /// The value.
        public let value: String
        /// What a person reads.
        public let words: String

        /// A value, which is its own words unless others are given.
        public init(_ value: String, _ words: String? = nil) {
            self.value = value
            self.words = words ?? value
        }
    }
}
