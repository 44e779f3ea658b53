import KernelHTTP

/// A table of a page, with a caption and column headers, scrollable by itself on a narrow screen.
struct HTMLTable {
    /// Plain text.
    let caption: String
    /// Plain text.
    let columns: [String]
    /// Markup, one cell for each column.
    let rows: [[String]]

    var html: String {
        let head = columns.map { "<th scope=\"col\">\(HTMLText.escape($0))</th>" }.joined()
        let body = rows.map { row in "<tr>" + row.map { "<td>\($0)</td>" }.joined() + "</tr>" }
        return """
            <div class="wide" role="region" aria-label="\(HTMLText.escape(caption))" tabindex="0"><table>
            <caption>\(HTMLText.escape(caption))</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody></table></div>
            """
    }
}
