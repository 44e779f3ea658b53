/// Why a value is no matcher, to be read after the name of its field.
struct MatcherComplaint: Error, Equatable {
    let problem: String
}
