/// Commands of recipes about Anchor.
extension RecipeCommand {
    private static let anchorKey = "-H 'anchor-api-key: sk-test'"

    /// A read.
    static func anchorGet(_ path: String) -> String { "curl -si \(url)\(path) \(anchorKey)" }

    /// A call with a body; quietly where only the body of the answer is wanted.
    static func anchorPost(_ path: String, _ body: String = "{}", quietly: Bool = false) -> String {
        """
        curl \(quietly ? "-s" : "-si") \(url)\(path) \(anchorKey) \(json) \\
          -d '\(body)'
        """
    }

    /// `$identity`: an identity that signs in as `user`; without one it has no credentials.
    static func createIdentity(user: String? = nil) -> String {
        let credentials = user.map {
            #","credentials":[{"type":"username_password","username":"\#($0)","password":"secret"}]"#
        }
        return take(
            "id",
            of: """
                curl -s \(url)/v1/identities \(anchorKey) \(json) \\
                  -d '{"source":"https://shop.example.com"\(credentials ?? "")}'
                """, as: "identity")
    }

    /// `$application`
    static let createApplication = take(
        "id",
        of: """
            curl -s \(url)/v1/applications \(anchorKey) \(json) \\
              -d '{"source":"https://shop.example.com"}'
            """, as: "application")

    /// A token for the application that leads back to a callback.
    static func createIdentityToken(quietly: Bool = false) -> String {
        anchorPost(
            "/v1/applications/$application/tokens", #"{"callbackUrl":"https://app.example.com/callback"}"#,
            quietly: quietly)
    }
}
