import Kernel

/// The codes of the reasons that calls on volumes and other files give, explained.
enum VolumeReason: String, ReasonCode {
    case filesNoRoom = "files.noRoom"
    case filesWorldFull = "files.worldFull"
    case signedURLExpired = "signedURL.expired"
    case signedURLInvalid = "signedURL.invalid"
    case signedURLMismatch = "signedURL.mismatch"
    case volumeDisabled = "volume.disabled"
    case volumeFileTooLarge = "volume.fileTooLarge"
    case volumeMounted = "volume.mounted"
    case volumeNameTaken = "volume.nameTaken"
    case volumeNotReady = "volume.notReady"
    case volumePathConflict = "volume.pathConflict"
    case volumePathInvalid = "volume.pathInvalid"
    case volumePathTaken = "volume.pathTaken"
    case volumePathUnknown = "volume.pathUnknown"
    case volumeTooMany = "volume.tooMany"
    case volumeUnknown = "volume.unknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .filesNoRoom:
            Explanation(
                symptom: "507 from an upload.",
                cause:
                    "The contents of all worlds' files take as much as they may together. Snapshots and the last requests' "
                    + "undo keep contents, too.",
                fix: "Delete files, worlds or snapshots that nobody needs, or give the server more with --file-bytes.")
        case .filesWorldFull:
            Explanation(
                symptom: "507 from an upload.",
                cause: "The contents of this world's files take as much as those of one world may.",
                fix: "Delete files that nobody needs, or use several worlds.")
        case .signedURLExpired:
            Explanation(
                symptom: "403 from a signed URL.",
                cause: "The URL's expires_in is over on the world's clock.",
                fix: "Ask for the URL when it is about to be used. In a test look at what advanced the clock.")
        case .signedURLInvalid:
            Explanation(
                symptom: "403 from a signed URL.",
                cause:
                    "The URL was changed, is used with another method, or is from before the world was made with another seed.",
                fix: "Use the URL exactly as it was answered, with the method that was answered with it.")
        case .signedURLMismatch:
            Explanation(
                symptom: "403 from the PUT to a signed URL.",
                cause: "The request's Content-Type, or the length of its body, is not what the URL was signed for.",
                fix: "Send exactly the headers that were answered with the URL, and a body of the size that was given.")
        case .volumeDisabled:
            Explanation(
                symptom: "403 from a call on volumes.",
                cause:
                    "The scenario plays a project for which the vendor has not switched volumes on (policy volumes).",
                fix: "Have the vendor switch them on; in a test leave the policy out.")
        case .volumeFileTooLarge:
            Explanation(
                symptom: "413 from an upload into a volume.",
                cause: "The file is larger than what is taken in one piece.",
                fix: "Ask for an upload-url and PUT the file there.")
        case .volumeMounted:
            Explanation(
                symptom: "409 when a volume is deleted.",
                cause: "A running session has it as browser.volume.",
                fix: "End the session first.")
        case .volumeNameTaken:
            Explanation(
                symptom: "409 when a volume is created.",
                cause: "A volume has this name already.",
                fix: "Choose another name, find the volume by its name, or delete it first.")
        case .volumeNotReady:
            Explanation(
                symptom: "412 from a call on a volume's files, or 400 when a session is created with it.",
                cause:
                    "The volume's state is not ready: it is still being created, or the scenario has it in another state.",
                fix: "Read the volume until its state is ready. In a test advance the clock (policy volumeCreation).")
        case .volumePathConflict:
            Explanation(
                symptom: "409, or 400 when files are deleted.",
                cause: "There is a folder where the call needs a file, or a file where it needs a folder.",
                fix:
                    "List the folder to see what is there. A folder with something in it is deleted with recursive=true."
            )
        case .volumePathInvalid:
            Explanation(
                symptom: "400 from a call that names a path in a volume.",
                cause: "The path has an empty part, `.`, `..`, a backslash or a control character, or is too long.",
                fix: "Name files as reports/may.csv, with slashes between the parts.")
        case .volumePathTaken:
            Explanation(
                symptom: "409 when a file is uploaded or a directory is made.",
                cause: "There is something at this path already.",
                fix: "Send overwrite=true to replace a file, or choose another path.")
        case .volumePathUnknown:
            Explanation(
                symptom: "404 from a call that names a path in a volume.",
                cause: "The volume has nothing there: the path is another one, or the file was deleted.",
                fix: "List the volume's paths. A path has no leading slash, and capitals matter.")
        case .volumeTooMany:
            Explanation(
                symptom: "400 when a volume is created.",
                cause: "The project has as many volumes as it may.",
                fix: "Delete a volume that nobody needs. In a test delete those that it made.")
        case .volumeUnknown:
            Explanation(
                symptom: "404, or 400 when a session is created with it.",
                cause:
                    "The world has no such volume: it was deleted, made in another world, or the world was reset since.",
                fix: "Create it in the same world, that is with the same @name behind the API key.")
        }
    }
}
