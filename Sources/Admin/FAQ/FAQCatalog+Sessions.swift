extension FAQCatalog {
    /// A linked user's session at an app.
    static let sessions = [
        FAQEntry(
            "amazon-page-closes", .anon,
            title: "The sign-in page closes before anybody has signed in",
            symptom: "The Amazon sign-in page closes by itself",
            cause: "The user has a valid session at the app already; the page is opened only to check it.",
            fix: "Nothing: this is as it should be, and Link ends in success.",
            source: "anon.md 9, row 9", scenario: "faq/amazon-page-closes",
            recipe: FAQRecipe(
                works: [
                    """
                    curl -s -G \(RecipeCommand.url)/link/url \(RecipeCommand.key) -d app=amazon -d appUserId=ada \\
                      -d redirectUrl=http://localhost:3000/done    # Open the url of the answer in a browser.
                    """
                ])),
        FAQEntry(
            "status-unknown", .anon,
            title: "The session's status right after linking",
            symptom: #"{"status":"unknown"}"#,
            cause: "Whether a session that was linked just now is good has not been found out yet.",
            fix: "Ask again up to three times with a short pause, and only then ask the user to link again.",
            source: "anon.md 9, row 10",
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser, RecipeCommand.link()], fails: [RecipeCommand.getSessionStatus()],
                works: [RecipeCommand.getSessionStatus()])),
        FAQEntry(
            "session-not-found", .anon,
            title: "There is no such session",
            symptom: #"{"error":"Session not found"}"#,
            cause: "The user never linked this app in this environment, or the session was deleted.",
            fix: "Let the user link the app, then ask again.",
            source: "anon.md 9, row 11", reasons: ["session.none"],
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser],
                fails: [
                    RecipeCommand.getSessionStatus(),
                    """
                    curl -si -X DELETE "\(RecipeCommand.url)/account/api/v1/session?ownerId=$user&domain=linkedin" \\
                      \(RecipeCommand.key)
                    """,
                ],
                works: [RecipeCommand.link(), RecipeCommand.getSessionStatus()])),
        FAQEntry(
            "session-forbidden", .anon,
            title: "The session is another organisation's",
            symptom: #"{"error":"Forbidden: Access to the requested resource is denied."}"#,
            cause: "The API key is of another organisation than the user's session.",
            fix: "Use an API key of the organisation in which the user linked.",
            source: "anon.md 9, row 11", scenario: "faq/session-forbidden", reasons: ["session.otherOrganization"],
            recipe: FAQRecipe(
                fails: [RecipeCommand.getSessionStatus(user: "ada", key: "anon_other_organization")],
                works: [RecipeCommand.getSessionStatus(user: "ada")])),
    ]
}
