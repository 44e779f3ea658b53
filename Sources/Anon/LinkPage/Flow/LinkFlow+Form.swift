import HostedPages

/// How a visit is carried through the page: where it was comes with the form, and so does what the user did.
extension LinkFlow {
    /// The visit as it was when the page was sent that now comes back.
    init(_ form: LinkForm) {
        self.init(step: form.step, userName: form.text(.userName), failures: form.failures)
    }

    /// What the user did.
    mutating func take(_ form: LinkForm, hasSession: Bool) -> LinkMove {
        switch form.action {
        case .cancel: return cancel()
        case .restart: return restart()
        case .next: break
        }
        switch form.step {
        case .dialogue, .closing: return agree(hasSession: hasSession)
        case .extensionCheck: return confirmExtension()
        case .signIn: return enter(userName: form.text(.userName), password: form.text(.password))
        case .code: return enter(code: form.text(.code))
        }
    }
}
