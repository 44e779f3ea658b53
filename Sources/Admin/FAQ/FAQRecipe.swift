/// The commands of an FAQ entry: what has to be there before, what fails, and the same again with the fix.
struct FAQRecipe: Sendable {
    private let before: [String]
    private let fails: [String]
    private let works: [String]

    /// A recipe of these commands, each of which may go over several lines.
    init(before: [String] = [], fails: [String] = [], works: [String] = []) {
        self.before = before
        self.fails = fails
        self.works = works
    }

    /// A script for `sh`, in parts that begin with `# Before:`, `# Fails:` and `# Works:`.
    func text(scenario: String?) -> String {
        let loading = scenario.map { [RecipeCommand.load($0)] } ?? []
        let parts = [("Before", loading + before), ("Fails", fails), ("Works", works)]
        return parts.filter { !$0.1.isEmpty }.map { title, commands in
            "# \(title):\n" + commands.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }
}
