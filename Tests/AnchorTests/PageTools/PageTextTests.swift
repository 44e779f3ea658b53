import Kernel
import Testing

@testable import Anchor

@Suite("Pages as Markdown and as PDF")
struct PageTextTests {
    @Test(
        "say what a person would read",
        arguments: [
            ("", ""), ("Hello", "Hello\n"), ("<p>One</p><p>Two  \n three</p>", "One\n\nTwo three\n"),
            ("<h1>A</h1><h3>B</h3>c", "# A\n\n### B\n\nc\n"),
            ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two\n"),
            ("See <a href=\"/a?b=1&amp;c=2\">this <b>page</b></a>.", "See [this **page**](/a?b=1&c=2).\n"),
            ("<a>none</a> <a href=''>empty</a>", "none empty\n"),
            ("<title>T</title><head>U</head><script>if (a < b) x('</p>')</script><style>p{}</style>x", "x\n"),
            ("a<!-- b > c -->d<br>e<hr>f", "ad\ne\n\n---\n\nf\n"), ("a<!-- never closed", "a\n"),
            ("1 &lt; 2 &amp;&amp; &#65;&#x42; &nope; &", "1 < 2 && AB &nope; &\n"),
            ("<img src=a.png alt='A picture'>", "![A picture](a.png)\n"),
            ("<pre>  x\n  y</pre>z", "```\n  x\n  y\n```\n\nz\n"), ("a < b <1", "a < b <1\n"),
            ("<p>x</i></a></pre></nothing><", "x*\n\n<\n"), ("<script>never closed", ""),
            ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n\n3\n"),
        ])
    func markdown(html: String, text: String) {
        #expect(PageText.markdown(ofHTML: html) == text)
    }

    @Test(
        "take time in proportion to what there is",
        arguments: ["<a", "<a ", "<!--", "<script>", "</", "&", "<a href=", "<a href='x'>"])
    func proportion(part: String) {
        let html = String(repeating: part, count: 100_000)
        #expect(PageText.markdown(ofHTML: html).utf8.count <= 4 * html.utf8.count)
    }

    @Test("a PDF's table leads to its objects, and its text is escaped")
    func document() throws {
        let document = PDFDocument(
            title: "T (1)", text: "One (two) \\ ü\n\n" + String(repeating: "word ", count: 4000), width: 612,
            height: 792)
        let file = String(decoding: document.bytes, as: UTF8.self)
        #expect(file.utf8.count == file.count, "offsets are those of bytes")
        #expect(file.contains("(One \\(two\\) \\\\ ?) Tj"))
        #expect(file.contains("/MediaBox [0 0 612 792]"))
        let start = try #require(file.split(separator: "\n").dropLast().last.flatMap { Int($0) })
        let table = file.dropFirst(start)
        #expect(table.hasPrefix("xref\n0 7\n"))
        for (index, line) in table.split(separator: "\n").dropFirst(3).prefix(6).enumerated() {
            let place = try #require(Int(line.prefix(10)))
            #expect(file.dropFirst(place).hasPrefix("\(index + 1) 0 obj\n"))
        }
        let content = try #require(file.split(separator: "/Length ").last)
        let length = try #require(Int(content.prefix { $0.isNumber }))
        #expect(content.split(separator: "stream\n")[1].count == length + "\nend".count)
        #expect(content.split(separator: "Tj").count < 55, "one page")
    }
}
