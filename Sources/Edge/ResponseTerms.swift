/// How an answer has to go out to suit the request that it answers.
struct ResponseTerms: Hashable {
    /// The client speaks HTTP/1.0.
    var isHTTP10 = false
    /// The request was HEAD.
    var omitsBody = false
    /// The connection ends with this answer.
    var closes = false
}
