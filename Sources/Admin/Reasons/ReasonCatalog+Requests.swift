extension ReasonCatalog {
    /// What is wrong with a request whatever the operation, and what rules do.
    static let requests = [
        ReasonCode(
            "body.invalid",
            symptom: "400; the message names a field of the body.",
            cause: "A field is missing, has the wrong type or a value that the operation does not take.",
            fix: "Send the field as the message says. The journal shows the body as it came."),
        ReasonCode(
            "body.notJSON",
            symptom: "400; the message gives a line and a column.",
            cause: "The body is not JSON, for example because a form was sent or a quote is missing.",
            fix: "Serialise the body with a JSON library and send Content-Type: application/json."),
        ReasonCode(
            "body.trailingComma",
            symptom: "400; the message gives a line and a column.",
            cause:
                "The body would be JSON but for a comma before a closing brace or bracket, as in a command of Anon's "
                + "guides.",
            fix: "Remove the comma."),
        ReasonCode(
            "body.notUTF8",
            symptom: "400 when a scenario is loaded.",
            cause: "The scenario's text is not encoded as UTF-8.",
            fix: "Save the file as UTF-8."),
        ReasonCode(
            "body.tooLarge",
            symptom: "413.",
            cause: "The request's body is larger than Drydock takes.",
            fix: "Send a smaller body; the message names the limit."),
        ReasonCode(
            "method.notAllowed",
            symptom: "405 with an Allow header.",
            cause: "The path exists, but not with this method.",
            fix: "Use one of the methods in Allow."),
        ReasonCode(
            "operation.notImplemented",
            symptom: "501.",
            cause: "The vendor has this operation, and Drydock does not simulate it yet.",
            fix: "Add a rule with a reply effect for it, or leave the call out of the test. GET /_drydock/operations "
                + "lists what is simulated."),
        ReasonCode(
            "path.unknown",
            symptom: "404 in the vendor's own form.",
            cause:
                "No operation has this path: often a typing error, a missing /v1, or a base URL with a path of its own.",
            fix: "Compare the path in the journal with GET /_drydock/operations."),
        ReasonCode(
            "query.invalid",
            symptom: "400; the message names a query parameter.",
            cause: "The parameter is unknown, given twice, or has a value that it cannot have.",
            fix: "Spell it as the message suggests."),
        ReasonCode(
            "rule.problem",
            symptom: "An error of the vendor's that the request did not earn.",
            cause: "A rule of the scenario or of the test ordered this error.",
            fix:
                "Nothing, if the test wants it. GET /_drydock/rules shows the rule; DELETE /_drydock/rules/{id} ends it."
        ),
        ReasonCode(
            "rule.replied",
            symptom: "An answer that the vendor would not give.",
            cause: "A rule with a reply effect answered in place of the operation.",
            fix: "Nothing, if the test wants it. DELETE /_drydock/rules/{id} ends it."),
        ReasonCode(
            "rule.connection",
            symptom: "The connection was reset, closed or filled with garbage; the journal shows 444.",
            cause: "A rule took the connection away before the operation ran.",
            fix: "Nothing, if the test wants it: the client may try again, as nothing was changed."),
        ReasonCode(
            "rule.answerLost",
            symptom: "The connection ended without the answer that the journal shows.",
            cause: "A rule let the operation run to its end and lost its answer on the way.",
            fix:
                "Nothing, if the test wants it: whatever the operation changed is changed, so look before trying again."
        ),
        ReasonCode(
            "rule.answerReplaced",
            symptom: "An error or another answer, although the operation did what was asked.",
            cause: "A rule let the operation run to its end and put another answer in the place of its own.",
            fix:
                "Nothing, if the test wants it: whatever the operation changed is changed, so look before trying again."
        ),
        ReasonCode(
            "rule.delayEnded",
            symptom: "The journal shows 499: nobody was there for the answer.",
            cause: "The client hung up, or the server stopped, before a rule's delay was over.",
            fix: "Wait longer than the delay, or advance the world's clock while the client waits."),
        ReasonCode(
            "rule.unknownProblem",
            symptom: "500 where a rule should act.",
            cause: "The rule names a problem that the operation's vendor does not have.",
            fix: "Name one that the vendor has; `drydock lint` finds such rules in files."),
        ReasonCode(
            "drydock.bug",
            symptom: "500.",
            cause: "Drydock failed where it should not.",
            fix: "Report it with the journal's entry of the request."),
    ]
}
