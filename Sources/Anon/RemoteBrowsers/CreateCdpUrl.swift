import Kernel

/// `POST /account/api/v1/cdpUrl` (anon.md 3.5)
enum CreateCdpUrl {
    struct Body: Sendable {
        /// Each once, in the order in which they were named.
        let apps: [String]
        let appUserID: String
        let usesProxy: Bool

        init(_ fields: Fields) throws(FieldComplaint) {
            let named: [String] = try fields.required("apps")
            guard !named.isEmpty, !named.contains("") else {
                throw fields.complaint("apps", "must name at least one app")
            }
            var seen: Set<String> = []
            apps = named.filter { seen.insert($0).inserted }
            appUserID = try fields.filled("appUserId")
            usesProxy = try fields.optional("proxy") ?? false
        }
    }

    struct Reply: JSONWritable {
        let addresses: RemoteBrowserAddresses

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("cdpUrl", addresses.cdp)
                json.member("liveStreamingUrl", addresses.liveStream)
            }
        }
    }
}
