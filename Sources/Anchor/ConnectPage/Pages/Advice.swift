/// Something to do about a refusal, with the command that does it.
struct Advice: Sendable {
    let text: String
    var command: String?
}
