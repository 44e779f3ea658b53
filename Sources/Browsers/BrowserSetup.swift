/// What a session's browser starts with. A vendor says it when the browser is needed first.
package struct BrowserSetup: Sendable, Equatable {
    /// A cookie that the browser has from the start.
    package struct Cookie: Sendable, Equatable, Codable {
        /// Its name.
        package var name: String
        /// Its value.
        package var value: String
        /// The host that gets it, with a leading dot if its subdomains get it too.
        package var domain: String
        /// The paths that get it.
        package var path: String
        /// Whether it only goes over https.
        package var isSecure: Bool
        /// Whether scripts do not see it.
        package var isHTTPOnly: Bool
        /// `Strict`, `Lax` or `None`.
        package var sameSite: String

        /// A cookie of these parts.
        package init(
            name: String, value: String, domain: String, path: String = "/", isSecure: Bool = false,
            isHTTPOnly: Bool = false, sameSite: String = "Lax"
        ) {
            self.name = name
            self.value = value
            self.domain = domain
            self.path = path
            self.isSecure = isSecure
            self.isHTTPOnly = isHTTPOnly
            self.sameSite = sameSite
        }
    }

    /// What one origin finds in its local storage from the start.
    package struct StoredOrigin: Sendable, Equatable, Codable {
        /// One name and its value.
        package struct Item: Sendable, Equatable, Codable {
            /// The name.
            package var name: String
            /// The value.
            package var value: String

            /// An item of these parts.
            package init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        /// For example `https://shop.example.com`.
        package var origin: String
        /// Its items.
        package var localStorage: [Item]

        /// The storage of this origin.
        package init(origin: String, localStorage: [Item]) {
            self.origin = origin
            self.localStorage = localStorage
        }
    }

    /// A proxy of the customer's own.
    package struct Proxy: Sendable, Equatable {
        /// `http`, `https` or `socks5`.
        package var scheme: String
        /// Its host.
        package var host: String
        /// Its port.
        package var port: Int
        /// The user's name; empty if there is none.
        package var username: String
        /// The password; empty if there is none.
        package var password: String

        /// A proxy of these parts.
        package init(scheme: String, host: String, port: Int, username: String, password: String) {
            self.scheme = scheme
            self.host = host
            self.port = port
            self.username = username
            self.password = password
        }
    }

    /// The stored state that a browser begins with, and whether it is stored again at the end.
    package struct Profile: Sendable, Equatable {
        /// Its name in the world.
        package var name: String
        /// Whether what the browser learns is kept.
        package var isPersisted: Bool

        /// A profile of this name.
        package init(name: String, isPersisted: Bool) {
            self.name = name
            self.isPersisted = isPersisted
        }
    }

    /// The page's width in pixels.
    package var width = 1440
    /// The page's height in pixels.
    package var height = 900
    /// Whether pages may see that there is no window.
    package var isHeadless = false
    /// The first page; nil for `about:blank`.
    package var initialURL: String?
    /// The cookies of whoever is signed in.
    package var cookies: [Cookie] = []
    /// The local storage of whoever is signed in.
    package var origins: [StoredOrigin] = []
    /// The way out; nil for the machine's own.
    package var proxy: Proxy?
    /// The stored state; nil for a fresh one.
    package var profile: Profile?
    /// Whether dialogs are dismissed at once, even while a client is attached.
    package var dismissesDialogs = false
    /// What it loads besides; a headless shell loads none.
    package var extensions: [LoadedExtension] = []
    /// Whether frames are kept for a recording.
    package var isRecorded = false
    /// Whether the recording begins paused.
    package var isRecordingPaused = false

    /// A browser for nobody in particular.
    package init() {}
}
