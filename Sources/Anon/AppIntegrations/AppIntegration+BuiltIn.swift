/// The sites that were seen in the vendor's own material (anon.md 3.3). Names are theirs, addresses are ours.
extension AppIntegration {
    static let builtIn: [AppIntegration] = [
        site("amazon", "Amazon", "www.amazon.com", signIn: "/ap/signin", check: "/gp/css/homepage.html"),
        site("delta", "Delta", "www.delta.com", signIn: "/login", check: "/myprofile"),
        site("facebook", "Facebook", "www.facebook.com", signIn: "/login", check: "/me"),
        site("github", "GitHub", "github.com", signIn: "/login", check: "/settings/profile"),
        site("instacart", "Instacart", "www.instacart.com", signIn: "/login", check: "/store/account"),
        site("instagram", "Instagram", "www.instagram.com", signIn: "/accounts/login", check: "/accounts/edit"),
        site("linkedin", "LinkedIn", "www.linkedin.com", signIn: "/login", check: "/feed"),
        site("netflix", "Netflix", "www.netflix.com", signIn: "/login", check: "/account"),
        site("opentable", "OpenTable", "www.opentable.com", signIn: "/authenticate/start", check: "/my/profile"),
        site("resy", "Resy", "resy.com", signIn: "/?view=login", check: "/account"),
        site("twitter", "Twitter", "twitter.com", signIn: "/login", check: "/home"),
        site("uber", "Uber", "www.uber.com", signIn: "/login", check: "/account"),
        site(
            "united_airlines", "United Airlines", "www.united.com", signIn: "/en/us/account", check: "/en/us/myunited"),
    ]

    private static func site(
        _ id: String, _ name: String, _ host: String, signIn: String, check: String
    ) -> AppIntegration {
        AppIntegration(
            id: id, displayName: name, iconURL: "https://\(host)/favicon.ico", authURL: "https://\(host)\(signIn)",
            checkURL: "https://\(host)\(check)")
    }
}
