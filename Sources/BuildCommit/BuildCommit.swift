import Foundation
import PackagePlugin

/// Tells the executable which commit it is built of, whenever that changes; only the executable's own few lines are compiled anew.
///
/// `Context.gitInformation` of the manifest would be simpler, but SwiftPM keeps what a manifest said before the commit. The
/// variable `DRYDOCK_COMMIT` wins, for builds that do not see the repository.
@main
struct BuildCommit: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let root = context.package.directoryURL
        let output = context.pluginWorkDirectoryURL.appending(path: "BuildCommit.swift")
        let named = ProcessInfo.processInfo.environment["DRYDOCK_COMMIT"] ?? ""
        return [
            .buildCommand(
                displayName: "Asking git for the commit", executable: URL(filePath: "/bin/sh"),
                arguments: ["-euc", Self.script, "sh", root.path, output.path, named],
                inputFiles: Self.inputs(of: root), outputFiles: [output])
        ]
    }

    /// What says that there is another commit, or that there are changes since.
    private static func inputs(of root: URL) -> [URL] {
        let files = FileManager.default
        let folders = ["Sources", "Fixtures"].flatMap { name in
            files.enumerator(at: root.appending(path: name), includingPropertiesForKeys: [.isRegularFileKey])?
                .compactMap { $0 as? URL } ?? []
        }
        let sources = folders.filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true }
        let log = root.appending(path: ".git/logs/HEAD")
        return [root.appending(path: "Package.swift")] + (files.fileExists(atPath: log.path) ? [log] : []) + sources
    }

    /// Writes the file where it would say something else: a file that was written is compiled.
    private static let script = """
        root=$1 output=$2 commit=$3
        # In containers the checkout often belongs to somebody else, which git would refuse.
        ask() { git -C "$root" -c safe.directory="$root" --no-optional-locks "$@" 2>/dev/null; }
        if [ -z "$commit" ] && [ -e "$root/.git" ] && commit=$(ask rev-parse --short HEAD); then
            changes=$(ask status --porcelain -- Package.swift Sources Fixtures)
            [ -z "$changes" ] || commit="$commit with changes"
        fi
        case $commit in
        "") value=nil ;;
        *[!a-zA-Z0-9\\ ._+-]*) echo "DRYDOCK_COMMIT is not the name of a commit: $commit" >&2; exit 1 ;;
        *) value="\\"$commit\\"" ;;
        esac
        text="/// What this was built of.
        enum BuildCommit {
            /// The commit, as --version shows it; nil if it is unknown.
            static let description: String? = $value
        }"
        [ "$text" != "$(cat "$output" 2>/dev/null || :)" ] || exit 0
        # The compiler knows a changed file by its time in whole seconds.
        seconds() { stat -c %Y "$output" 2>/dev/null || stat -f %m "$output" 2>/dev/null || echo 0; }
        before=$(seconds)
        printf '%s\\n' "$text" >"$output"
        [ "$(seconds)" -gt "$before" ] || touch -d "@$((before + 1))" "$output" || :
        """
}
