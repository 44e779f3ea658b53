extension SecretMask {
    /// The value of the header `name`, in lower case, as it may be shown.
    func header(_ name: String, _ value: String) -> String {
        guard self == .masking else { return value }
        switch name {
        case "authorization", "proxy-authorization": return credentials(value)
        case "cookie": return value.split(separator: ";").map(cookie).joined(separator: ";")
        case "set-cookie":
            let attributes = value.firstIndex(of: ";") ?? value.endIndex
            return cookie(value[..<attributes]) + value[attributes...]
        default: return self.value(value, named: name)
        }
    }

    /// The scheme stays. The end of a name and password in base64 would be the end of the password.
    private func credentials(_ value: String) -> String {
        guard let space = value.firstIndex(of: " ") else { return Self.hidden(value) }
        let secret = value[value.index(after: space)...]
        let isBasic = value[..<space].lowercased() == "basic"
        return value[...space] + (isBasic ? "***" : Self.hidden(secret))
    }

    /// `name=value`; every cookie may be somebody's session.
    private func cookie(_ pair: Substring) -> String {
        guard let sign = pair.firstIndex(of: "=") else { return Self.hidden(pair) }
        return pair[...sign] + Self.hidden(pair[pair.index(after: sign)...])
    }
}
