/// The site that the user signs in at, as `site.mustache` shows it.
package struct SiteView: Sendable {
    let name: String
    let address: String
    /// The letter on the tile.
    let initial: String
    /// A picture to show on the tile instead.
    let icon: String?

    /// A site of this name at this address. An icon is loaded from elsewhere, hence only one that the customer named.
    package init(name: String, address: String, icon: String? = nil) {
        self.name = name
        self.address = address
        self.icon = icon
        initial = name.first.map { String($0).uppercased() } ?? "?"
    }
}
