/// An object of a vendor's as a person looks at it. Which secrets are in it is marked, and whoever shows it hides them.
package struct ShownObject: Sendable {
    /// What it is known by in calls.
    package let id: String
    /// Whether whoever has the id can use the object.
    package var isSecret = false
    /// What a person calls it.
    package let title: String
    /// How it is.
    package let state: State
    /// What else is known of it.
    package var facts: [Fact] = []
    /// What happens to it by itself, and when; nil if nothing does.
    package var next: Next?
    /// Where a browser can look at it.
    package var links: [Link] = []
    /// What a person can do with it now.
    package var actions: [ObjectAction] = []

    /// An object with this id, title and state.
    package init(_ id: String, title: String, state: State) {
        self.id = id
        self.title = ShownText.bounded(title)
        self.state = state
    }

    /// Adds what is known; nothing where nothing is.
    package mutating func add(_ name: String, _ value: String?, isSecret: Bool = false) {
        guard let value, !value.isEmpty else { return }
        facts.append(Fact(name: name, value: ShownText.bounded(value), isSecret: isSecret))
    }
}

extension ShownObject {
    /// How an object is, in the vendor's word.
    package struct State: Sendable, Equatable {
        /// Whether that is what one wants.
        package enum Tone: String, Sendable { case good, bad, plain }

        /// The word.
        package let word: String
        /// Whether that is what one wants.
        package let tone: Tone

        /// A state that is neither good nor bad unless it is said.
        package init(_ word: String, _ tone: Tone = .plain) {
            self.word = word
            self.tone = tone
        }
    }

    /// Something that is known of an object.
    package struct Fact: Sendable, Equatable {
        /// What it is, in a word or two.
        package let name: String
        /// The value as text.
        package let value: String
        /// Whether the whole value is a secret.
        package let isSecret: Bool
    }

    /// What happens to an object by itself.
    package struct Next: Sendable, Equatable {
        /// What happens, for example `Expires`.
        package let words: String
        /// When it does, by the world's clock.
        package let at: Moment

        /// This happens then.
        package init(_ words: String, at moment: Moment) {
            self.words = words
            at = moment
        }
    }

    /// A page on this server about an object.
    package struct Link: Sendable, Equatable {
        /// What the page is.
        package let words: String
        /// Its path with the query.
        package let path: String
        /// Whether it can be shown within another page, as often as somebody likes.
        package let isFramed: Bool

        /// A page; one of its own unless it is said.
        package init(_ words: String, path: String, isFramed: Bool = false) {
            self.words = words
            self.path = path
            self.isFramed = isFramed
        }
    }
}

/// Texts that come from requests and scenarios, where many of them are shown at once.
package enum ShownText {
    /// Long enough for every token and address; what is longer is nothing that a person reads.
    private static let longest = 4096

    /// The text, without its end where that is far away.
    package static func bounded(_ text: String) -> String {
        text.utf8.count <= longest ? text : String(text.unicodeScalars.prefix(longest / 4)) + "…"
    }

    /// A few names in one line, and how many there are besides.
    package static func list(_ names: some Collection<String>, most: Int = 10) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(most).map(bounded).joined(separator: ", ")
        return names.count > most ? "\(shown) and \(names.count - most) more" : shown
    }
}
