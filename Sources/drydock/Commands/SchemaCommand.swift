import ArgumentParser
import Assembly

/// Prints the format of scenario files, for editors and validators without a server.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of scenario files.")

    func run() {
        // The text ends with a line break of its own.
        StandardStream.output.write(String(Drydock.scenarioSchema.dropLast()))
    }
}
