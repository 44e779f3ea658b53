/// What a page without a way back tells the page that opened it (anon.md 4.4: the vendor's messages are not public, these are
/// ours). Only the opener's own origin is told; without one, nobody.
struct ToldView: Sendable {
    let type: String
    let app: String
    let targetOrigin: String

    init?(_ visit: LinkVisit, _ type: String) {
        guard visit.link.redirect == nil, let opener = visit.opener else { return nil }
        self.type = type
        app = visit.link.app
        targetOrigin = opener
    }
}
