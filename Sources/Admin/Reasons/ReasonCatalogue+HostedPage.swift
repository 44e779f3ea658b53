extension ReasonCatalogue {
    /// Anchor: what a step of the hosted page can say.
    static let hostedPage = [
        ReasonEntry(
            "form.flowGone",
            symptom: "422 from the hosted page, which asks again for the way to sign in.",
            cause: "The chosen auth flow was deleted while the page was open.",
            fix: "Choose another one; the token is still good."),
        ReasonEntry(
            "form.incomplete",
            symptom: "422 from the hosted page, which shows the same step again.",
            cause: "A field that the step needs is missing or empty.",
            fix: "Fill in every field of the step that is not marked as optional."),
        ReasonEntry(
            "form.invalid",
            symptom: "400 when the hosted page's form is sent.",
            cause: "The body is no urlencoded form, or its step or action is none of the page's.",
            fix:
                "Send the page's own form back. A test without a browser finishes the visit through the control plane's "
                + "identity-tokens/{token}/complete."),
        ReasonEntry(
            "form.signInGone",
            symptom: "422 from the hosted page, which asks again for the sign-in after a code was sent.",
            cause: "What was typed before the code is not in the world any more: it was reset to an earlier state.",
            fix: "Sign in once more; the token is still good."),
        ReasonEntry(
            "signIn.wrongCode",
            symptom: "422 from the hosted page, which asks for the code again.",
            cause: "The one-time code is not 123456.",
            fix: "Enter 123456. The third wrong try ends the sign-in with status=failed."),
        ReasonEntry(
            "signIn.wrongPassword",
            symptom: "422 from the hosted page, which asks for the password again.",
            cause: "The user name is user_bad_password, whose every password is wrong.",
            fix: "Use another user name. The third wrong try ends the sign-in with status=failed."),
        ReasonEntry(
            "token.missing",
            symptom: "400 when the hosted page is opened.",
            cause: "The address has no token, or an empty one.",
            fix: "Put the token that creating an identity token answers into the query as token."),
    ]
}
