/// Checks scenario files without running them.
package enum ScenarioLint {
    /// Everything that is wrong with the files at `paths`; folders are walked for `*.yaml`, `*.yml` and `*.json`.
    ///
    /// What the files extend is found among themselves and in `library`.
    package static func lint(
        paths: [String], format: ScenarioFormat, library: ScenarioLibrary = .builtIn
    ) -> [ScenarioComplaint] {
        var complaints: [ScenarioComplaint] = []
        var documents: [ScenarioDocument] = []
        for path in paths {
            do {
                let folder = ScenarioFiles.isFolder(path) ? path : nil
                for file in try folder.map(ScenarioFiles.pathsBelow) ?? [path] {
                    do {
                        documents.append(try ScenarioFiles.read(file, in: folder))
                    } catch {
                        complaints += error.complaints
                    }
                }
            } catch {
                complaints += error.complaints
            }
        }
        let reader = ScenarioReader(format: format, library: library.adding(documents))
        for document in documents {
            do { _ = try reader.read([document]) } catch { complaints += error.complaints }
        }
        return complaints.isEmpty ? [] : ScenarioComplaints(complaints).complaints
    }
}
