import Kernel

/// `POST /v1/sessions` (anchor.md 4 and 4.1)
enum CreateSession {
    struct Body: Sendable {
        let configuration: SessionConfiguration

        /// Throws besides for a captcha solver without an active proxy, where bodies are read strictly.
        init(_ fields: Fields) throws {
            configuration = try SessionConfiguration(fields)
            let hasProxy = configuration.session.proxy?.isActive ?? false
            if configuration.browser.has(.captchaSolver), !hasProxy, fields.reading == .strict {
                throw AnchorProblem.captchaNeedsProxy
            }
        }
    }

    struct Reply: JSONWritable {
        private let session: Session
        private let addresses: SessionAddresses
        private let key: String

        init(_ session: Session, addresses: SessionAddresses, key: String) {
            self.session = session
            self.addresses = addresses
            self.key = key
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member(
                    "data",
                    object: { json in
                        json.member("id", session.id)
                        json.member("cdp_url", addresses.cdp(key: key))
                        json.member("live_view_url", addresses.liveView)
                    })
            }
        }
    }
}
