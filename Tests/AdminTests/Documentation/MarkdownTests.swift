import Testing

@testable import Admin

@Suite("Documentation: Markdown")
struct MarkdownTests {
    private func html(_ text: String) -> String {
        ArticleBlocks { $0.hasPrefix("X") ? nil : "/docs/\($0)" }.markup(Markdown(text)).html
    }

    @Test(
        "what stands within a line is rendered",
        arguments: [
            ("a `x < 1` b", "a <code>x &lt; 1</code> b"), ("``a ` b``", "<code>a ` b</code>"),
            ("`a\nb`", "<code>a b</code>"),
            ("**bold** and *thin*", "<strong>bold</strong> and <em>thin</em>"), ("a * b * c", "a * b * c"),
            ("`a*` and `*b`", "<code>a*</code> and <code>*b</code>"), ("*see `a*b`*", "<em>see <code>a*b</code></em>"),
            ("snake_case_word", "snake_case_word"), ("_thin_", "<em>thin</em>"), (#"\*no\*"#, "*no*"),
            ("`open", "`open"),
            ("[a `b`](W#c)", #"<a href="/docs/W#c">a <code>b</code></a>"#),
            ("[over\ntwo](W)", "<a href=\"/docs/W\">over\ntwo</a>"),
            ("[gone](X)", "gone"), ("[no link]", "[no link]"),
            ("<https://a.example>", #"<a href="https://a.example">https://a.example</a>"#),
            ("![A *page*](a.png)", #"<span class="picture">Picture: A *page*</span>"#),
            ("a <b> & c", "a &lt;b&gt; &amp; c"),
        ])
    func inline(text: String, expected: String) {
        #expect(html(text) == "<p>\(expected)</p>")
    }

    @Test(
        "blocks are told apart",
        arguments: [
            (
                "# Title\n\n## A *b*: c\n\n## A b c",
                "\n<h2 id=\"a-b-c\">A <em>b</em>: c</h2>\n<h2 id=\"a-b-c-1\">A b c</h2>"
            ),
            ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
            ("- a\n  b\n- c", "<ul><li>a\nb</li>\n<li>c</li></ul>"),
            ("1. a\n   - b\n2. c\n\nd", "<ol><li>a\n<ul><li>b</li></ul></li>\n<li>c</li></ol>\n<p>d</p>"),
            ("- a\n\n  b\n\nc", "<ul><li>a\nb</li></ul>\n<p>c</p>"),
            (
                "```sh\na <b>\n\n# no heading\n```\nc",
                "<pre tabindex=\"0\"><code>a &lt;b&gt;\n\n# no heading</code></pre>\n<p>c</p>"
            ),
            (
                "1. a\n   ```\n   x\n     y\n   ```",
                "<ol><li>a\n<pre tabindex=\"0\"><code>x\n  y</code></pre></li></ol>"
            ),
            ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"), ("<!-- note\nmore -->\na", "<p>a</p>"),
            ("@Metadata {\n  @TechnologyRoot\n}\na", "<p>a</p>"), ("me@example.com", "<p>me@example.com</p>"),
            (
                "| a | `b\\|c` |\n|---|---|\n| 1 | |\n",
                """
                <div class="wide" tabindex="0"><table><thead><tr><th scope="col">a</th>
                <th scope="col"><code>b|c</code></th></tr></thead>
                <tbody><tr><td>1</td>
                <td></td></tr></tbody></table></div>
                """
            ),
        ])
    func blocks(text: String, expected: String) {
        #expect(html(text) == expected)
    }

    @Test(
        "hostile texts end, and stay text",
        arguments: ["[", "[[[[", "***", "**a", "`", "````", "![", "|", "|\n|", "- ", "1. ", "<!--", "@A {", "```"])
    func unfinished(text: String) {
        #expect(!html(text + "<script>").contains("<script"))
    }
}
