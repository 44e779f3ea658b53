package import Browsers
import FoundationEssentials
package import Kernel
import KernelHTTP

/// What browsers download while a volume is mounted: it lands in `downloads/<name>` of the volume (anchor.md 12.16).
extension AnchorStore {
    /// Puts those downloads of a session into its volume that are not there yet. Reads files: not where others wait. A file that
    /// there is no room for is left out, once and for all.
    package func keepDownloads(_ downloads: [BrowserDownload], of sessionID: String, at now: Moment) {
        let turn = AnchorTurn(policies: policies, now: now)
        for download in downloads where read({ $0.awaits(download.id, of: sessionID) }) {
            let file = file(of: download)
            update { $0.keepDownload(download, as: file, of: sessionID, turn) }
        }
    }

    private func file(of download: BrowserDownload) -> VolumeEntry.File? {
        guard download.size <= VolumeEntry.File.largest, let data = try? Data(contentsOf: URL(filePath: download.path)),
            let content = try? StoredBytes([UInt8](data), chargedTo: files)
        else { return nil }
        return VolumeEntry.File(content: content, contentType: VolumeEntry.File.anyType)
    }
}

extension AnchorState {
    /// Whether a session's volume is to have a download, and has it not.
    fileprivate func awaits(_ downloadID: String, of sessionID: String) -> Bool {
        guard let session = sessions[sessionID], session.downloadVolume != nil else { return false }
        return session.keptDownloads?.contains(downloadID) != true
    }

    fileprivate mutating func keepDownload(
        _ download: BrowserDownload, as file: VolumeEntry.File?, of sessionID: String, _ turn: AnchorTurn
    ) {
        guard awaits(download.id, of: sessionID), var session = sessions[sessionID],
            let volume = session.downloadVolume
        else { return }
        session.keptDownloads = (session.keptDownloads ?? []) + [download.id]
        sessions[sessionID] = session
        guard let file, let path = freePath(for: download.suggestedName, in: volume) else { return }
        // A volume that was deleted, and a world that is full: the file is in the session's downloads all the same.
        _ = try? putFile(file, at: path, of: volume, overwrites: false, turn)
    }

    /// `downloads/a.csv`, or the first of `downloads/a (1).csv` and so on that is free.
    private func freePath(for name: String, in volumeID: String) -> VolumePath? {
        let name = UploadedFile.safeName(name)
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        for number in 0...1000 {
            let numbered = number == 0 ? name : "\(name[..<dot]) (\(number))\(name[dot...])"
            guard let path = try? VolumePath("downloads/\(numbered)") else { return nil }
            if volumeEntries[VolumeEntry.key(volumeID, path)] == nil { return path }
        }
        return nil
    }
}
