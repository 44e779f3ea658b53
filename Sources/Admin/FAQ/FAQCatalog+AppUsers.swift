extension FAQCatalog {
    /// The customer's user id is translated to Anon's own, which exists once the user has linked.
    static let appUsers = [
        FAQEntry(
            "user-not-linked", .anon,
            title: "A browser for a user who never linked",
            symptom: "Error translating external user id: 404 - Not Found",
            cause:
                "No user of this id has finished Link in this organisation and environment. A token for the user was "
                + "perhaps issued, which does not link.",
            fix: "Let the user finish Link under the same id, then try again.",
            source: "anon.md 9, row 6", reasons: ["user.notLinked"],
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser], fails: [RecipeCommand.createCdpUrl],
                works: [RecipeCommand.link(), RecipeCommand.createCdpUrl])),
        FAQEntry(
            "user-look-up-crashes", .anon,
            title: "The same, where the look-up crashes",
            symptom: "Error translating external user id: 500 - Internal Server",
            cause: "As for 404: the user never linked. The look-up failed over it instead of finding nothing. Without "
                + "the scenario every user id that ends with +crash does this.",
            fix: "Let the user finish Link under the same id, then try again.",
            source: "anon.md 9, row 7", scenario: "faq/user-look-up-crashes", reasons: ["user.lookupCrashed"],
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser], fails: [RecipeCommand.createCdpUrl],
                works: [RecipeCommand.link(), RecipeCommand.createCdpUrl])),
        FAQEntry(
            "automate-from-backend", .anon,
            title: "Automating through a backend",
            symptom: "How does my backend act for a user?",
            cause: "Link saves the user's session under the id that the token's sub has; the backend names that id and "
                + "needs nothing else of the user's.",
            fix: "Link first. Then call with the backend's API key and the same app user id.",
            source: "anon.md 10",
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser], works: [RecipeCommand.link(), RecipeCommand.createCdpUrl])),
    ]
}
