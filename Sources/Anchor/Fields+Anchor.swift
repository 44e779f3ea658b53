import Kernel
import KernelHTTP

/// Fields that several of Anchor's bodies have.
extension Fields {
    /// A site's or sign-in page's address: an http or https URL, or a bare host, which is read as https (anchor.md 2.1).
    func site(_ name: String) throws(FieldComplaint) -> WebAddress {
        let text: String = try required(name)
        guard let site = WebAddress(site: text) else {
            throw complaint(name, "must be an http or https URL such as https://example.com")
        }
        return site
    }
}
