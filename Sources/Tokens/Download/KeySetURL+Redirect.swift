extension KeySetURL {
    /// Where a `Location` header leads from here; throws what is wrong with it.
    package func following(_ location: String) throws(KeySetURLProblem) -> KeySetURL {
        do throws(KeySetURLProblem) {
            return try KeySetURL(location)
        } catch .relative {
            return try KeySetURL(absolute(location))
        } catch {
            throw error
        }
    }

    private func absolute(_ location: String) -> String {
        let scheme = isSecure ? "https:" : "http:"
        let path = target.prefix { $0 != "?" }
        return switch location.first {
        case nil, "#": origin + target + location
        case "?": origin + path + location
        case "/", "\\":
            // Two slashes start a host, one starts a path.
            ["/", "\\"].contains(location.dropFirst().first) ? scheme + location : origin + location
        default: origin + path[...(path.lastIndex(of: "/") ?? path.startIndex)] + location
        }
    }
}
