import Kernel

/// The codes of the reasons that have to do with what customers bring along: certificates, extensions and integrations.
enum UploadReason: String, ReasonCode {
    case certificateExists = "certificate.exists"
    case certificateHasPrivateKey = "certificate.hasPrivateKey"
    case certificateUnknown = "certificate.unknown"
    case certificateUnreadable = "certificate.unreadable"
    case extensionManifestInvalid = "extension.manifestInvalid"
    case extensionNotLoaded = "extension.notLoaded"
    case extensionTooLarge = "extension.tooLarge"
    case extensionUnknown = "extension.unknown"
    case extensionUnreadable = "extension.unreadable"
    case extensionUnsafe = "extension.unsafe"
    case integrationTokenInvalid = "integration.tokenInvalid"
    case integrationUnknown = "integration.unknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .certificateExists:
            Explanation(
                symptom: "409 when a certificate is uploaded.",
                cause: "A certificate has this name already.",
                fix: "Choose another name, or delete the certificate first.")
        case .certificateHasPrivateKey:
            Explanation(
                symptom: "400 when a certificate is uploaded.",
                cause: "The file holds a private key, in PEM, DER or PKCS #12, which nobody but its owner is to have.",
                fix: "Upload the certificate alone: openssl x509 -in FILE -out ca.crt leaves the key out.")
        case .certificateUnknown: AnchorReason.unknown("certificate")
        case .certificateUnreadable:
            Explanation(
                symptom: "400 when a certificate is uploaded.",
                cause: "The file is no X.509 certificate in PEM or DER; the message says what is wrong with it.",
                fix: "See what openssl x509 -in FILE -text says of it, with -inform DER for a file without BEGIN lines."
            )
        case .extensionManifestInvalid:
            Explanation(
                symptom: "400 when an extension is uploaded.",
                cause:
                    "The archive has no manifest.json at its root, or one that is not JSON, is too large, or has no name "
                    + "or version.",
                fix: "Zip what is in the extension's folder, not the folder: cd extension && zip -r ../extension.zip .")
        case .extensionNotLoaded:
            Explanation(
                symptom: "A session is created, and its extensions do nothing.",
                cause: "The browser that Drydock was started with is a headless shell, which cannot load extensions.",
                fix: "Start Drydock with --browser and the path of a full Chromium.")
        case .extensionTooLarge:
            Explanation(
                symptom: "400 when an extension is uploaded.",
                cause:
                    "The file, what is in it or the number of its entries is above a limit, or an entry is packed so "
                    + "tightly that it looks like a bomb.",
                fix: "Leave out what the browser does not load, such as node_modules and source maps.")
        case .extensionUnknown: AnchorReason.unknown("extension")
        case .extensionUnreadable:
            Explanation(
                symptom: "400 when an extension is uploaded.",
                cause:
                    "The file is no ZIP archive, is damaged, or uses what Drydock does not read: encryption, zip64, "
                    + "methods other than stored and deflated.",
                fix: "Make it with zip -r or Python's zipfile, and see what unzip -t says of it.")
        case .extensionUnsafe:
            Explanation(
                symptom: "400 when an extension is uploaded.",
                cause:
                    "An entry's name could lead out of the extension's folder or is there twice, entries lie over each "
                    + "other, or one is a symbolic link or a device.",
                fix: "Pack plain files and folders by relative names only.")
        case .integrationTokenInvalid:
            Explanation(
                symptom: "400 when an integration is created.",
                cause: "The token does not look like one of a 1Password service account.",
                fix: "Send the token as 1Password shows it: ops_ and a long text in base64, without spaces.")
        case .integrationUnknown: AnchorReason.unknown("integration")
        }
    }
}
