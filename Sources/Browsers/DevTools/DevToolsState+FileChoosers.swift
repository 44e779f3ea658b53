import Kernel

/// Files for pages that ask for one while nobody is there to choose.
extension DevToolsState {
    /// Whether pages are to ask before they open a file chooser: there is a file for it, and nobody else who would choose.
    var takesFileChoosers: Bool { offeredFile != nil && clients == 0 }

    /// From now on file choosers take this file. A client that is attached chooses by itself.
    mutating func offer(file path: String) -> [Command] {
        let isFirst = offeredFile == nil
        offeredFile = path
        return isFirst && takesFileChoosers ? interceptFileChoosers(true) : []
    }

    /// Has every page ask before it opens a file chooser, or no longer.
    mutating func interceptFileChoosers(_ isOn: Bool) -> [Command] {
        openPages.map { interceptFileChoosers(isOn, on: $0.session) }
    }

    /// The same for one page.
    mutating func interceptFileChoosers(_ isOn: Bool, on session: String) -> Command {
        errand("Page.setInterceptFileChooserDialog", ["enabled": .bool(isOn)], session: session)
    }

    /// A page has asked: it does so only where it was told to, so the chooser was opened while there was no client. One that has
    /// come since then has heard nothing of it.
    mutating func fileChooserOpened(_ node: JSONValue?, session: String?) -> Outcome {
        guard let offeredFile, let node, let session else { return Outcome() }
        return Outcome(commands: [
            errand(
                "DOM.setFileInputFiles", ["files": [.string(offeredFile)], "backendNodeId": node], session: session)
        ])
    }
}
