public import Kernel

/// The codes of the reasons that every vendor and the control plane give, and of what rules do, explained.
public enum CommonReason: String, ReasonCode {
    case bodyInvalid = "body.invalid"
    case bodyNoRoom = "body.noRoom"
    case bodyNotDecodable = "body.notDecodable"
    case bodyNotJSON = "body.notJSON"
    case bodyTooLarge = "body.tooLarge"
    case bodyUnknownCoding = "body.unknownCoding"
    case drydockBug = "drydock.bug"
    case fieldsTooMany = "fields.tooMany"
    case keyMissing = "key.missing"
    case keyRefused = "key.refused"
    case methodNotAllowed = "method.notAllowed"
    case operationCanned = "operation.canned"
    case pathUnknown = "path.unknown"
    case profileUnknown = "profile.unknown"
    case queryInvalid = "query.invalid"
    case ruleAnswerLost = "rule.answerLost"
    case ruleAnswerReplaced = "rule.answerReplaced"
    case ruleConnection = "rule.connection"
    case ruleDelayEnded = "rule.delayEnded"
    case ruleProblem = "rule.problem"
    case ruleReplied = "rule.replied"
    case ruleUndecided = "rule.undecided"
    case ruleUnknownProblem = "rule.unknownProblem"
    case sessionUnknown = "session.unknown"
    case worldFull = "world.full"

    /// What each code means.
    public var explanation: Explanation {
        switch self {
        case .bodyInvalid:
            Explanation(
                symptom: "400; the message names a field of the body.",
                cause: "A field is missing, has the wrong type or a value that the operation does not take.",
                fix: "Send the field as the message says. The journal shows the body as it came.")
        case .bodyNoRoom:
            Explanation(
                symptom: "503 with Retry-After.",
                cause:
                    "The bodies that are being received, held or sent at the moment take as much memory as all of them "
                    + "together may.",
                fix: "Try again when other requests are over, or give the server more with --body-bytes.")
        case .bodyNotDecodable:
            Explanation(
                symptom: "400; the message names a content coding.",
                cause: "The body is not what its Content-Encoding says: it ends too early, or bytes of it are wrong.",
                fix: "Compress the whole body once, and send Content-Encoding only with a body that is compressed.")
        case .bodyNotJSON:
            Explanation(
                symptom: "400; the message gives a line and a column.",
                cause: "The body is not JSON, for example because a form was sent or a quote is missing.",
                fix: "Serialise the body with a JSON library and send Content-Type: application/json.")
        case .bodyTooLarge:
            Explanation(
                symptom: "413.",
                cause: "The request's body is larger than Drydock takes.",
                fix:
                    "Send a smaller body; the message names the limit. What counts is the body without its content codings."
            )
        case .bodyUnknownCoding:
            Explanation(
                symptom: "415 with Accept-Encoding.",
                cause: "The body has a Content-Encoding that Drydock cannot undo.",
                fix: "Send the body as it is, or with one of the codings in Accept-Encoding.")
        case .drydockBug:
            Explanation(
                symptom: "500.",
                cause: "Drydock failed where it should not.",
                fix: "Report it with the journal's entry of the request.")
        case .fieldsTooMany:
            Explanation(
                symptom: "400; the message says which part of the request has too many fields, entries or words.",
                cause:
                    "A query, a form or a list is longer than Drydock reads, so that no single request keeps others "
                    + "waiting. The vendor publishes no limit; this one is Drydock's.",
                fix: "Send fewer at a time; the message names the limit.")
        case .keyMissing:
            Explanation(
                symptom: "401.",
                cause:
                    "The request has no key: Anchor's go into the header anchor-api-key, Anon's into Authorization: "
                    + "Bearer.",
                fix:
                    "Set the header, or the variable that the SDK reads the key from. Drydock takes any key of "
                    + "Anchor's, and of Anon's any that begins with anon_ or ory_.")
        case .keyRefused:
            Explanation(
                symptom: "401 although a key was sent.",
                cause:
                    "The scenario lists the keys that are taken and this is none of them, or the key starts with "
                    + "sk-invalid or anon_invalid.",
                fix: "Use a key of the list in the policy apiKeys, or any key where there is no list.")
        case .methodNotAllowed:
            Explanation(
                symptom: "405 with an Allow header.",
                cause: "The path exists, but not with this method.",
                fix: "Use one of the methods in Allow.")
        case .operationCanned:
            Explanation(
                symptom: "The answer has the right shape, but nothing is kept: what was made cannot be read back.",
                cause:
                    "Drydock does not simulate this operation. It checks the request against the operation's description and "
                    + "makes the answer of that and of what was sent.",
                fix:
                    "Script the answers that your test needs with a rule (effect: reply). GET /_drydock/operations says which "
                    + "operations are simulated.")
        case .pathUnknown:
            Explanation(
                symptom: "404 in the vendor's own form.",
                cause:
                    "No operation has this path: often a typing error, a missing /v1, or a base URL with a path of "
                    + "its own.",
                fix: "Compare the path in the journal with GET /_drydock/operations.")
        case .profileUnknown:
            Explanation(
                symptom: "404, or 400 where the vendor documents no 404.",
                cause:
                    "The world has no such profile: it was deleted, made in another world, or the world was reset "
                    + "since.",
                fix:
                    "Create it in the same world, that is with the same @name behind the API key. For ids that a "
                    + "test makes up there is the policy unknownIds: adopt.")
        case .queryInvalid:
            Explanation(
                symptom: "400; the message names a query parameter.",
                cause: "The parameter is unknown, given twice, or has a value that it cannot have.",
                fix: "Spell it as the message suggests.")
        case .ruleAnswerLost:
            Explanation(
                symptom: "The connection ended without the answer that the journal shows.",
                cause: "A rule let the operation run to its end and lost its answer on the way.",
                fix:
                    "Nothing, if the test wants it: whatever the operation changed is changed, so look before trying "
                    + "again.")
        case .ruleAnswerReplaced:
            Explanation(
                symptom: "An error or another answer, although the operation did what was asked.",
                cause: "A rule let the operation run to its end and put another answer in the place of its own.",
                fix:
                    "Nothing, if the test wants it: whatever the operation changed is changed, so look before trying "
                    + "again.")
        case .ruleConnection:
            Explanation(
                symptom: "The connection was reset, closed or filled with garbage; the journal shows 444.",
                cause: "A rule took the connection away before the operation ran.",
                fix: "Nothing, if the test wants it: the client may try again, as nothing was changed.")
        case .ruleDelayEnded:
            Explanation(
                symptom: "The journal shows 499: nobody was there for the answer.",
                cause: "The client hung up, or the server stopped, before a rule's delay was over.",
                fix: "Wait longer than the delay, or advance the world's clock while the client waits.")
        case .ruleProblem:
            Explanation(
                symptom: "An error of the vendor's that the request did not earn.",
                cause: "A rule of the scenario or of the test ordered this error.",
                fix:
                    "Nothing, if the test wants it. GET /_drydock/rules shows the rule; DELETE /_drydock/rules/{id} "
                    + "ends it.")
        case .ruleReplied:
            Explanation(
                symptom: "An answer that the vendor would not give.",
                cause: "A rule with a reply effect answered in place of the operation.",
                fix: "Nothing, if the test wants it. DELETE /_drydock/rules/{id} ends it.")
        case .ruleUndecided:
            Explanation(
                symptom: "A rule does not act on a request that it looks made for.",
                cause:
                    "To hold the rules' conditions against this request takes too long: one expression with many "
                    + "repetitions over a long text, or very many conditions.",
                fix:
                    "Use a simpler expression (contains, or one without counted repetitions), look at a shorter value, "
                    + "or name the operation with on, so that fewer rules are asked.")
        case .ruleUnknownProblem:
            Explanation(
                symptom: "500 where a rule should act.",
                cause: "The rule names a problem that the operation's vendor does not have.",
                fix: "Name one that the vendor has; `drydock lint` finds such rules in files.")
        case .sessionUnknown:
            Explanation(
                symptom: "404, or 400 where the vendor documents no 404.",
                cause:
                    "The world has no such session: it was deleted, made in another world, or the world was reset "
                    + "since.",
                fix:
                    "Create it in the same world, that is with the same @name behind the API key. For ids that a "
                    + "test makes up there is the policy unknownIds: adopt.")
        case .worldFull:
            Explanation(
                symptom: "507.",
                cause: "The world holds as many objects as it may.",
                fix: "Reset the world, or give each test a world of its own.")
        }
    }
}
