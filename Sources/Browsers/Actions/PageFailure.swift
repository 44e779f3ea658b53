/// Why something could not be done on a page.
package enum PageFailure: Error, Hashable, Sendable {
    /// The browser could not.
    case browser(BrowserFailure)
    /// The page could not be loaded; in the browser's words, such as `net::ERR_NAME_NOT_RESOLVED`.
    case notLoaded(String)
    /// The browser takes this for no address.
    case invalidAddress(String)
    /// The selector is none.
    case invalidSelector(String)
    /// The selector found nothing in time, or nothing that one can click on.
    case noElement(String)
    /// There are so many open pages, and none with this number.
    case noPage(Int, of: Int)
    /// The file could not be kept.
    case fileNotKept(String)
}
