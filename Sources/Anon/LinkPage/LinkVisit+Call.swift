import HTTPTypes
import KernelHTTP

extension LinkVisit {
    /// The visit that a request belongs to. The form posts to the address that the page was opened at, so the link is in the
    /// query at every step.
    init(_ call: AnonCall) async throws(LinkRefusal) {
        let exchange = call.exchange
        let parameters = LinkParameters(exchange.query)
        let link = try call.store.read { (state) throws(LinkRefusal) in try Link(parameters, in: state) }
        guard let token = parameters.token else { throw .missing("appUserIdToken") }
        guard let clientID = parameters.clientID else { throw .missing("clientId") }
        let access: Result<AppUserIdentity, AppUserRefusal>
        do throws(AppUserRefusal) {
            access = .success(
                try await AppUserAccess.identity(
                    token: token, clientID: clientID, in: call.store, keySpace: call.keySpace, at: call.now))
        } catch {
            access = .failure(error)
        }
        self.init(link: link, access: access, opener: Self.opener(call), api: exchange.origin.linkAPI)
    }

    /// A browser says who opened a page only at first: later on, the page itself carries it.
    private static func opener(_ call: AnonCall) -> String? {
        let exchange = call.exchange
        let carried =
            exchange.head.method == .post ? call.form[LinkForm.Name.opener] : exchange.query[LinkForm.Name.opener]
        guard let address = (carried ?? exchange.head.headerFields[.referer]).flatMap({ WebAddress($0) }),
            address.origin != exchange.origin.url
        else { return nil }
        return address.origin
    }
}
