import Commands

/// The executable. What it does is in a library, because tests cannot be linked as it is.
@main
enum Main {
    static func main() async {
        Program.prepare()
        await Program.run(commit: BuildCommit.description)
    }
}
