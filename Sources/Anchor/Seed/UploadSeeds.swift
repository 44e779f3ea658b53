import Kernel
import KernelHTTP

/// An extension that a world begins with: its manifest, and its other files as text.
struct ExtensionSeed: Codable, Sendable {
    /// One file besides the manifest.
    struct File: Codable, Sendable {
        var path: String
        var text: String

        private enum CodingKeys: String, CodingKey { case path, text }
    }

    var id: ObjectID?
    var name: String?
    var manifest: JSONValue
    var files: [File]?

    private enum CodingKeys: String, CodingKey { case id, name, manifest, files }

    /// The archive that a client would have uploaded.
    var archive: [UInt8] {
        let manifest = ZipWriter.File(path: ExtensionManifest.path, bytes: JSONWriter.bytes(manifest))
        return ZipWriter.archive(
            of: [manifest] + (files ?? []).map { ZipWriter.File(path: $0.path, bytes: Array($0.text.utf8)) })
    }
}

extension ExtensionSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it; without it, the manifest's name.",
        "manifest": "What its manifest.json says, with name and version.",
        "files": "Its other files.",
    ])
}

extension ExtensionSeed.File: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "path": "Where it is in the extension, for example scripts/mark.js.",
        "text": "What is in it.",
    ])
}

/// A certificate that a world begins with.
struct CertificateSeed: Codable, Sendable {
    var name: String
    var pem: String
    var description: String?

    private enum CodingKeys: String, CodingKey { case name, pem, description }
}

extension CertificateSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "name": "What it is known by: letters, digits, - and _.",
        "pem": "The certificate in PEM, without a key.",
        "description": "What it is for.",
    ])
}

/// An integration that a world begins with. It has no token.
struct IntegrationSeed: Codable, Sendable {
    var id: ObjectID?
    var name: String

    private enum CodingKeys: String, CodingKey { case id, name }
}

extension IntegrationSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "A UUID; without it one is issued.",
        "name": "What people call it.",
    ])
}

// MARK: - Complaints

extension AnchorSeed {
    /// Extensions that could not be uploaded, certificates that are none, names that nothing can have.
    func uploadComplaints() -> [SectionComplaint] { extensionComplaints() + certificateComplaints() }

    private func extensionComplaints() -> [SectionComplaint] {
        (extensions ?? []).enumerated().compactMap { index, seed in
            let path = ["extensions", "\(index)"]
            guard seed.manifest.object != nil else {
                return SectionComplaint(
                    path: path + ["manifest"], problem: "must be a mapping, not \(seed.manifest.kind)")
            }
            do {
                _ = try StoredExtension.Draft.manifest(in: StoredBytes(present: seed.archive))
                return nil
            } catch {
                let isManifest = error is FieldComplaint || error is ManifestComplaint
                return SectionComplaint(
                    path: path + [isManifest ? "manifest" : "files"],
                    problem: AnchorProblem.refusedExtension(error).message)
            }
        }
    }

    private func certificateComplaints() -> [SectionComplaint] {
        (certificates ?? []).enumerated().flatMap { index, seed in
            let path = ["certificates", "\(index)"]
            var found: [SectionComplaint] = []
            if !StoredCertificate.isName(seed.name) {
                found.append(
                    SectionComplaint(
                        path: path + ["name"], problem: "must be 1 to 255 letters, digits, - and _"))
            }
            do throws(CertificateFile.Complaint) { try CertificateFile.check(Array(seed.pem.utf8)) } catch {
                let words =
                    switch error {
                    case .privateKey: "holds a private key"
                    case .unreadable(let words): words
                    }
                found.append(SectionComplaint(path: path + ["pem"], problem: words))
            }
            return found
        }
    }
}

// MARK: - The first state

extension AnchorState {
    mutating func insert(_ seed: ExtensionSeed, now: Moment) {
        let archive = StoredBytes(present: seed.archive)
        guard let manifest = try? StoredExtension.Draft.manifest(in: archive) else { return }
        let draft = StoredExtension.Draft(name: seed.name ?? manifest.name, manifest: manifest, archive: archive)
        addFileBytes(archive.count)
        insertExtension(draft, id: seed.id?.text ?? ids.uuid(), ordinal: nextOrdinal(), now: now)
    }

    mutating func insert(_ seed: CertificateSeed, now: Moment) {
        let draft = StoredCertificate.Draft(
            name: seed.name, description: seed.description, content: StoredBytes(present: Array(seed.pem.utf8)))
        addFileBytes(draft.content.count)
        insertCertificate(draft, ordinal: nextOrdinal(), now: now)
    }

    mutating func insert(_ seed: IntegrationSeed, now: Moment) {
        insertIntegration(
            Integration.Draft(name: seed.name), id: seed.id?.text ?? ids.uuid(), ordinal: nextOrdinal(), now: now)
    }
}
