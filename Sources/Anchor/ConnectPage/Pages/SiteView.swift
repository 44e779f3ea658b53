/// The site that the user signs in at, as `site.mustache` shows it.
struct SiteView: Sendable {
    let name: String
    let address: String
    /// The letter on the tile.
    let initial: String

    init(_ application: ClientApplication) {
        name = application.name
        address = application.site
        initial = application.name.first.map { String($0).uppercased() } ?? "?"
    }
}
