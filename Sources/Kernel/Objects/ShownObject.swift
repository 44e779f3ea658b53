/// An object of a vendor's as a person looks at it. Which secrets are in it is marked, and whoever shows it hides them.
public struct ShownObject: Sendable {
    /// What it is known by in calls.
    public let id: String
    /// Whether whoever has the id can use the object.
    public var isSecret = false
    /// What a person calls it.
    public let title: String
    /// How it is.
    public let state: State
    /// What else is known of it.
    public var facts: [Fact] = []
    /// What happens to it by itself, and when; nil if nothing does.
    public var next: Next?
    /// Where a browser can look at it.
    public var links: [Link] = []
    /// What a person can do with it now.
    public var actions: [ObjectAction] = []

    /// An object with this id, title and state.
    public init(_ id: String, title: String, state: State) {
        self.id = id
        self.title = ShownText.bounded(title)
        self.state = state
    }

    /// Adds what is known; nothing where nothing is.
    public mutating func add(_ name: String, _ value: String?, isSecret: Bool = false) {
        guard let value, !value.isEmpty else { return }
        facts.append(Fact(name: name, value: ShownText.bounded(value), isSecret: isSecret))
    }
}

extension ShownObject {
    /// How an object is, in the vendor's word.
    public struct State: Sendable, Equatable {
        /// Whether that is what one wants.
        public enum Tone: String, Sendable { case good, bad, plain }

        /// The word.
        public let word: String
        /// Whether that is what one wants.
        public let tone: Tone

        /// A state that is neither good nor bad unless it is said.
        public init(_ word: String, _ tone: Tone = .plain) {
            self.word = word
            self.tone = tone
        }
    }

    /// Something that is known of an object.
    public struct Fact: Sendable, Equatable {
        /// What it is, in a word or two.
        public let name: String
        /// The value as text.
        public let value: String
        /// Whether the whole value is a secret.
        public let isSecret: Bool
    }

    /// What happens to an object by itself.
    public struct Next: Sendable, Equatable {
        /// What happens, for example `Expires`.
        public let words: String
        /// When it does, by the world's clock.
        public let at: Moment

        /// This happens then.
        public init(_ words: String, at moment: Moment) {
            self.words = words
            at = moment
        }
    }

    /// A page on this server about an object.
    public struct Link: Sendable, Equatable {
        /// What the page is.
        public let words: String
        /// Its path with the query.
        public let path: String
        /// Whether it can be shown within another page, as often as somebody likes.
        public let isFramed: Bool

        /// A page; one of its own unless it is said.
        public init(_ words: String, path: String, isFramed: Bool = false) {
            self.words = words
            self.path = path
            self.isFramed = isFramed
        }
    }
}

/// Texts that come from requests and scenarios, where many of them are shown at once.
public enum ShownText {
    /// Long enough for every token and address; what is longer is nothing that a person reads.
    private static let longest = 4096

    /// The text, without its end where that is far away.
    public static func bounded(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(text.unicodeScalars.prefix(longest / 4)) + "…"
    }

    /// A few names in one line, and how many there are besides.
    public static func list(_ names: some Collection<String>, most: Int = 10) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(most).map(bounded).joined(separator: ", ")
        return names.count > most ? "\(shown) and \(names.count - most) more" : shown
    }
}
