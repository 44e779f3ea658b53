import KernelHTTP

/// The Link page has a host of its own beside that of each environment's API (anon.md 1); on a bare host both share one.
extension Origin {
    /// Where the Link page is for whoever reached the API here.
    var linkPage: Origin {
        let labels = host.split(separator: ".")
        guard labels.first == "svc", labels.dropLast().last == "anon" else { return self }
        return Origin(scheme: scheme, authority: "link.\(authority)")
    }

    /// Where the API is for whoever reached the Link page here.
    var linkAPI: Origin {
        guard host.hasPrefix("link.svc.") else { return self }
        return Origin(scheme: scheme, authority: String(authority.dropFirst("link.".count)))
    }
}
