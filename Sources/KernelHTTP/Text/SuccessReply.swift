package import Kernel

/// `{success: true}`: what deleting applications and auth flows answers at Anchor (anchor.md 9-10), and sending a message at
/// Anon (anon.md 5).
package struct SuccessReply: JSONWritable {
    /// The one there is.
    package init() {}

    /// The object.
    package func write(to json: inout JSONWriter) {
        json.object { $0.member("success", true) }
    }
}
