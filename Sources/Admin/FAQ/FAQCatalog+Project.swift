extension FAQCatalog {
    /// What goes wrong before there is any HTTP.
    static let project = [
        FAQEntry(
            "unexpected-token-export", .anon,
            title: "Node does not understand the SDK",
            symptom: "SyntaxError: Unexpected token 'export'",
            cause:
                "No HTTP is involved, so no server can show it: the project is CommonJS, and the SDK is published as "
                + "ES modules only. Newer Nodes load it all the same; older ones do not, nor does a newer one with "
                + "--no-experimental-detect-module and --no-experimental-require-module.",
            fix:
                "\"type\": \"module\" in the project's package.json. Fixtures/faq/unexpected-token-export of Drydock's "
                + "repository has a project with the failure and the same one mended.",
            source: "anon.md 9, row 5",
            recipe: FAQRecipe(
                fails: ["Fixtures/faq/unexpected-token-export/reproduce broken"],
                works: ["Fixtures/faq/unexpected-token-export/reproduce fixed"]))
    ]
}
