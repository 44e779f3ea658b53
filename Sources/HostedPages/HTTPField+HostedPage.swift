package import HTTPTypes
import KernelHTTP

extension HTTPField.Name {
    /// The token is in the page's address and must not travel on with it.
    package static let referrerPolicy = named("Referrer-Policy")
}
