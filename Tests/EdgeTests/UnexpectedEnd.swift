/// The server closed a connection before it sent what a test waits for.
struct UnexpectedEnd: Error {
    let read: String
    let marker: String
}
