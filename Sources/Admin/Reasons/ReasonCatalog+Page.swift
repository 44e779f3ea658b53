/// Reasons of the hosted page.
extension ReasonCatalog {
    static let page = [
        ReasonCode(
            "callback.neverComes",
            symptom: "There is an identity, and the callback is not called.",
            cause: "The scenario plays the user who closes the tab at the success step (policy onSuccess: stay).",
            fix: "Look for new identities of the application as well, rather than waiting for the callback alone."),
        ReasonCode(
            "callback.twice",
            symptom: "The callback is called twice with the same query.",
            cause: "The scenario plays what browsers do that load links ahead, restore tabs or reload (policy "
                + "callbackDelivery).",
            fix: "Make the callback idempotent: take the identity id as the key, and do the work only where it is new."),
        ReasonCode(
            "form.flowGone",
            symptom: "422, and the hosted page asks for a way to sign in once more.",
            cause: "The way that was chosen has been deleted from the application since the page was opened.",
            fix: "Choose another one. In a test delete flows before the page is opened."),
        ReasonCode(
            "form.incomplete",
            symptom: "422, and the hosted page shows the same step again.",
            cause: "A field of the step was left empty or was not sent.",
            fix: "Send every field that the step's form has, under the names in the page."),
        ReasonCode(
            "form.invalid",
            symptom: "400 when a form is posted to the hosted page.",
            cause: "The form names no step or no action of the page, as happens when it was put together by hand.",
            fix: "Post the form of the page as it came, or finish the flow through the control plane."),
        ReasonCode(
            "form.repeated",
            symptom: "The hosted page shows the end of a visit, and nothing was made.",
            cause: "The same form came before: a button was pressed twice, or the page was reloaded.",
            fix: "Nothing: there is one identity, and every answer leads to it."),
        ReasonCode(
            "form.sentTwice",
            symptom: "409 on the hosted page, and there is an identity all the same.",
            cause: "The button was pressed twice, and the scenario refuses the second form (policy repeatedForm). The "
                + "browser shows the answer to the last one.",
            fix: "Do not wait for the callback alone: look for new identities of the application as well."),
        ReasonCode(
            "form.signInGone",
            symptom: "422, and the hosted page begins the sign-in anew.",
            cause: "A code was sent for a sign-in that is not held any more: another tab went on with it.",
            fix: "Go through one visit in one tab."),
        ReasonCode(
            "signIn.wrongCode",
            symptom: "422, and the hosted page asks for the code again.",
            cause: "The code is not the one that user_mfa is asked for.",
            fix: "The code is 123456, always."),
        ReasonCode(
            "signIn.wrongPassword",
            symptom: "422, and the hosted page asks for the password again; after three tries the sign-in fails.",
            cause: "The user name is user_bad_password, whose passwords are all refused.",
            fix: "Any other user name signs in with any password."),
        ReasonCode(
            "token.missing",
            symptom: "400 when the hosted page is opened.",
            cause: "The link has no token in its query, or an empty one.",
            fix: "Open /identity/create?token=… with the token of the answer as it is."),
    ]
}
