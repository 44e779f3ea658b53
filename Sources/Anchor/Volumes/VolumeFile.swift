import Crypto
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

extension VolumeEntry.File {
    /// The type of what nobody says the type of (anchor.md 12.16).
    static let anyType = "application/octet-stream"
    /// How many bytes a file may have that is uploaded in one piece: 10 MB (anchor.md 12.16).
    static let largestUpload = 10 << 20
    /// How many it may have otherwise (ours; the vendor takes 5 GB, Limits.md).
    static let largest = 64 << 20

    /// A file of this content.
    init(content: StoredBytes, contentType: String) {
        let digest = Insecure.MD5.hash(data: content.bytes)
        self.init(
            content: content, contentType: contentType,
            etag: digest.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) })
    }

    /// What a client brought.
    init(_ content: ByteBuffer, contentType: String, chargedTo budget: StoredBytesBudget) throws(AnchorProblem) {
        self.init(content: try .kept(Array(content.readableBytesView), chargedTo: budget), contentType: contentType)
    }

    /// Whether it may stand in a header: what a client gives as a file's type is sent back with it.
    static func isType(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && text.first != " " && text.last != " "
    }
}

extension StoredBytes {
    /// Content that a client brought. Throws if there is no room for it.
    static func kept(_ bytes: [UInt8], chargedTo budget: StoredBytesBudget) throws(AnchorProblem) -> StoredBytes {
        do throws(StoredBytesRefusal) {
            return try StoredBytes(bytes, chargedTo: budget)
        } catch {
            throw AnchorProblem(
                .standard(507), "No room for files left",
                Reason(
                    VolumeReason.filesNoRoom,
                    "The contents of all files may take \(error.limit) bytes together (--file-bytes)."))
        }
    }
}

extension AnchorProblem {
    /// The 413 of an upload (anchor.md 12.16); the text is ours.
    static func fileTooLarge(limit: Int, _ advice: String) -> AnchorProblem {
        AnchorProblem(
            .contentTooLarge, "File is larger than \(limit) bytes", Reason(VolumeReason.volumeFileTooLarge, advice))
    }

    /// The files of a world may take so much and no more (ours; Limits.md).
    static func filesFillWorld(_ limit: Int) -> AnchorProblem {
        AnchorProblem(
            .standard(507), "No room for files left in this world",
            Reason(VolumeReason.filesWorldFull, "The contents of a world's files may take \(limit) bytes together."))
    }
}
