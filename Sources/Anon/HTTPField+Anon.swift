package import HTTPTypes
import KernelHTTP

/// Header names of Anon's API (anon.md 1).
extension HTTPField.Name {
    /// The SDK client that an app user id token goes with.
    package static let anonSdkClientID = named("X-Anon-Sdk-Client-Id")
    /// The app user that an API key acts for, on the older Actions API.
    static let anonAppUserID = named("X-Anon-App-User-Id")
}
