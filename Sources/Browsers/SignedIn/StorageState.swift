/// What a browser has of somebody who is signed in: cookies and local storage, whose values may have places for whose they are.
///
/// Everything else about them is settled. It is part of a world's state.
package struct StorageState: Codable, Sendable, Equatable {
    /// In the order in which they were given.
    package var cookies: [BrowserSetup.Cookie]
    /// In the order in which they were given.
    package var origins: [BrowserSetup.StoredOrigin]

    /// The longest name and value of a cookie together, in bytes: browsers refuse more (RFC 6265bis, 5.6).
    package static let longestCookie = 4096
    /// The most bytes that one origin has in its local storage. Ours; browsers take five million letters.
    package static let longestStorage = 1_000_000

    /// A state of these parts.
    package init(cookies: [BrowserSetup.Cookie] = [], origins: [BrowserSetup.StoredOrigin] = []) {
        self.cookies = cookies
        self.origins = origins
    }

    /// The state with its places filled. What has a place that nothing fills, or becomes longer than a browser takes, is left
    /// out. In cookies, what fills a place is percent-encoded: it may have letters in it that no cookie can have.
    package func filled(from values: PlaceValues) -> StorageState {
        StorageState(
            cookies: cookies.compactMap { cookie in
                let longest = Self.longestCookie - cookie.name.utf8.count
                var filled = cookie
                guard
                    let value = TextTemplate(cookie.value).filled(from: values, longest: longest, Self.percentEncoded)
                else { return nil }
                filled.value = value
                return filled
            },
            origins: origins.map { origin in
                var filled = origin
                var left = Self.longestStorage
                filled.localStorage = origin.localStorage.compactMap { item in
                    let value = TextTemplate(item.value).filled(from: values, longest: left - item.name.utf8.count)
                    guard let value else { return nil }
                    left -= item.name.utf8.count + value.utf8.count
                    return BrowserSetup.StoredOrigin.Item(name: item.name, value: value)
                }
                return filled
            })
    }

    /// The value of every letter that RFC 3986 leaves open; the others as they are in UTF-8.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension BrowserSetup {
    /// Signs somebody in, besides whoever is: of two cookies of the same name, domain and path the later one counts, and of two
    /// items of the same origin and name.
    package mutating func signIn(_ state: StorageState) {
        for cookie in state.cookies {
            cookies.removeAll { $0.name == cookie.name && $0.domain == cookie.domain && $0.path == cookie.path }
            cookies.append(cookie)
        }
        for origin in state.origins {
            guard let index = origins.firstIndex(where: { $0.origin == origin.origin }) else {
                origins.append(origin)
                continue
            }
            let names = Set(origin.localStorage.map(\.name))
            origins[index].localStorage.removeAll { names.contains($0.name) }
            origins[index].localStorage += origin.localStorage
        }
    }
}
