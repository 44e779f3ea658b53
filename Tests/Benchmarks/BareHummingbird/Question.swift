/// The body of the POST: the same as that of `POST /v1/applications/{id}/tokens`.
struct Question: Decodable {
    let callbackUrl: String
}
