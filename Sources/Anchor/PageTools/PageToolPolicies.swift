import Kernel

/// What the page tools do where no browser shows the page.
struct PageToolPolicies: PolicySet {
    /// What is at an address that nothing is scripted for.
    enum Unscripted: String, Codable, CaseIterable, Sendable { case canned, unresolved }

    var unscripted = Unscripted.canned

    /// A page that says what it is.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "unscripted", \.unscripted, "What is at an address that nothing is scripted for.",
            row: PolicyRow(
                "a page tool is sent to an address that nothing is scripted for, with no browser",
                "a page that says what it is; a host that ends in `.invalid` is never found",
                example: "pageTools: {unscripted: canned|unresolved}"))
    ]
}
