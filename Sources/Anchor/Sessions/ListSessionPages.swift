import Kernel

/// `GET /v1/sessions/{session_id}/pages` (anchor.md 4)
enum ListSessionPages {
    /// The one page of a running session's browser (ours): where it was sent at its creation.
    struct Item: JSONWritable {
        private let session: Session
        private let addresses: SessionAddresses

        init(_ session: Session, addresses: SessionAddresses) {
            self.session = session
            self.addresses = addresses
        }

        func write(to json: inout JSONWriter) {
            let url = session.configuration.session.initialURL ?? "about:blank"
            json.object { json in
                json.member("id", id)
                json.member("title", session.domains?.first ?? url)
                json.member("url", url)
                json.member("frontend_url", addresses.liveView(ofPage: id))
            }
        }

        /// In the form of Chrome's target ids.
        private var id: String { session.id.filter { $0 != "-" }.uppercased() }
    }
}
