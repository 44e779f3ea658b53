import Crypto
import FoundationEssentials
import HTTPTypes
import Kernel
import KernelHTTP

/// What a signed URL lets whoever has it do, until it expires: put one file into a volume, or read one (anchor.md 12.16); or
/// see a session's recording (12.3).
///
/// The vendor's lead to its storage; these lead to Drydock, and back to the world that signed them: the first half of `token` is
/// one of its ids, the second half the signature. It is good for as often as somebody wants, as the vendor's are.
struct SignedURL: Sendable, Equatable {
    /// What it is for.
    enum Purpose: String, Sendable {
        case upload = "uploads"
        case download = "downloads"
        case film

        /// Where it lies, and the name of what it is of in the path.
        fileprivate var place: (collection: String, parameter: String) {
            switch self {
            case .upload, .download: ("volumes", "volume_id")
            case .film: ("recordings", "session_id")
            }
        }
    }

    /// How long it is good: `expires_in` (the number is ours).
    static let lifetime = TimeSpan.seconds(900)

    let purpose: Purpose
    /// The volume's id; the session's for a recording, whose own id is the path.
    let volumeID: String
    let path: String
    let expiresAt: Moment
    /// What `Content-Type` has to be; nil for a download.
    var contentType: String?
    /// How many bytes the body has to have; nil for any number.
    var size: Int?

    /// The URL.
    ///
    /// - Parameter ids: the world's: what is signed with follows from them.
    func text(from origin: Origin, ids: IDSequence) -> String {
        var text = "\(origin.url)/\(purpose.place.collection)/\(PercentCoding.encode(volumeID))/\(purpose.rawValue)"
        for (index, field) in fields.enumerated() {
            text += "\(index == 0 ? "?" : "&")\(field.name)=\(PercentCoding.encode(field.value))"
        }
        return "\(text)&token=\(token(ids: ids))"
    }

    private var fields: [(name: String, value: String)] {
        [
            ("path", path), ("expires", "\(expiresAt.milliseconds)"), ("content_type", contentType),
            ("size", size.map { "\($0)" }),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    /// Everything that must not change, with nothing that could stand for something else: each value after its length.
    private var signedText: String {
        let values = [purpose.rawValue, volumeID] + fields.flatMap { [$0.name, $0.value] }
        return values.map { "\($0.utf8.count):\($0)" }.joined()
    }

    private func token(ids: IDSequence) -> String {
        var names = ids.derived(for: signedText)
        var secrets = ids.derived(for: "signed URLs")
        let key = SymmetricKey(data: Data(secrets.secret().utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Data(signedText.utf8), using: key)
        let digits = signature.prefix(16).reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
        return names.secret().prefix(32) + digits
    }

    /// What is wrong with it at `now`; nil if it is good.
    ///
    /// - Parameter token: what came with it.
    func refusal(token: String, ids: IDSequence, at now: Moment) -> AnchorProblem? {
        guard Self.isEqual(self.token(ids: ids), token) else { return .invalidSignature }
        return now < expiresAt ? nil : .expiredSignature(at: expiresAt)
    }

    /// Takes as long wherever the difference is.
    private static func isEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension SignedURL {
    /// Reads the URL that a call came by. Throws for one that no world has signed.
    init(_ call: AnchorCall, for purpose: Purpose) throws(AnchorProblem) {
        let query = call.exchange.query
        guard let path = query["path"], let expires = query["expires"].flatMap(Int64.init) else {
            throw .invalidSignature
        }
        self.init(
            purpose: purpose, volumeID: call.parameter(purpose.place.parameter), path: path,
            expiresAt: Moment(milliseconds: expires), contentType: query["content_type"],
            size: try query["size"].map { text throws(AnchorProblem) in
                guard let size = Int(text) else { throw .invalidSignature }
                return size
            })
        let ids = call.store.read { $0.ids }
        if let refusal = refusal(token: query["token"] ?? "", ids: ids, at: call.now) { throw refusal }
    }
}

// MARK: - Refusals

/// 403, as the vendor's storage would; the texts are ours.
extension AnchorProblem {
    fileprivate static var invalidSignature: AnchorProblem {
        AnchorProblem(
            .forbidden, "The signature does not match",
            Reason(VolumeReason.signedURLInvalid, "This world has signed no such URL for this method."))
    }

    fileprivate static func expiredSignature(at instant: Moment) -> AnchorProblem {
        AnchorProblem(
            .forbidden, "The signed URL has expired",
            Reason(VolumeReason.signedURLExpired, "It was good until \(instant)."))
    }

    static func mismatchedUpload(_ detail: String) -> AnchorProblem {
        AnchorProblem(
            .forbidden, "The request is not the one that was signed",
            Reason(VolumeReason.signedURLMismatch, detail))
    }
}
