package import Browsers
import HTTPTypes
package import KernelHTTP
import NIOCore

extension Reply {
    /// The pictures that `viewer` gets, one after the other in the same place, as every browser shows them in an `<img>` without a
    /// script (`multipart/x-mixed-replace`). The next one is asked for when the client has taken the last one.
    ///
    /// - Parameter subject: the session or browser that is watched as long as the stream lasts.
    package static func frames(_ viewer: ScreencastViewer, of subject: String) -> Reply {
        let viewing = Viewing(of: subject)
        let head = "--frame\r\nContent-Type: image/jpeg\r\n\r\n"
        var reply = Reply(
            .ok,
            headers: [
                .contentType: "multipart/x-mixed-replace; boundary=frame", .cacheControl: "no-store",
                .xContentTypeOptions: "nosniff",
            ], body: ByteBuffer(string: head))
        reply.viewing = viewing
        reply.stream = AsyncStream {
            let picture = await viewer.next()
            guard let picture = withExtendedLifetime(viewing, { picture }) else { return nil }
            var piece = ByteBuffer()
            piece.reserveCapacity(picture.jpeg.count + head.utf8.count + 2)
            piece.writeBytes(picture.jpeg)
            // With the next one's head: a browser shows a picture when it has seen that, and the next may be long in coming.
            piece.writeString("\r\n\(head)")
            return piece
        }
        return reply
    }
}
