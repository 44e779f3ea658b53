import Kernel

/// The browser's own clipboard, on whatever page: `navigator.clipboard` wants a secure origin and a permission, and
/// granting that would take away what a client was granted. So an invisible field of a script's world of its own is
/// copied from, or pasted into, by the editor's commands, and the page hears nothing of it.
extension SessionBrowser {
    /// The clipboard's text; empty if it has none.
    package func clipboardText() async throws(BrowserFailure) -> String {
        let text = try await throughField("", doing: "paste", on: try await selectedPage())
        return text == Self.nothing ? "" : text
    }

    /// Puts a text into the clipboard.
    package func setClipboard(_ text: String) async throws(BrowserFailure) {
        try await setClipboard(text, on: try await selectedPage())
    }

    /// Copies what is selected, in a field or on the page, and returns it. Nothing is copied if nothing is selected.
    package func copySelection() async throws(BrowserFailure) -> String {
        let page = try await selectedPage()
        let answer = try await command(
            "Runtime.evaluate", ["expression": .string(Self.selection), "returnByValue": true], on: page)
        let text = answer["result"]?.object?["value"]?.string ?? ""
        if !text.isEmpty { try await setClipboard(text, on: page) }
        return text
    }

    /// Puts a text into the clipboard, and from there into the page, which hears `paste` and `input`.
    package func paste(_ text: String) async throws(BrowserFailure) {
        let page = try await selectedPage()
        try await setClipboard(text, on: page)
        guard !text.isEmpty else { return }
        let key: JSONObject = ["key": "v", "code": "KeyV", "windowsVirtualKeyCode": 86, "modifiers": 2]
        try await press(key, doing: "paste", on: page)
    }

    private func setClipboard(_ text: String, on page: BrowserPage) async throws(BrowserFailure) {
        _ = try await throughField(text.isEmpty ? Self.nothing : text, doing: "copy", on: page)
    }

    /// What empties the clipboard: nothing selected is nothing copied, which would leave what was there before.
    private static let nothing = "\u{200B}"

    /// Fills the field with `text`, does an editor's command to it, and returns what is in it then.
    private func throughField(
        _ text: String, doing editing: String, on page: BrowserPage
    ) async throws(BrowserFailure) -> String {
        let tree = try await command("Page.getFrameTree", on: page)
        guard let frame = tree["frameTree"]?.object?["frame"]?.object?["id"] else {
            throw .refused(command: "Page.getFrameTree", code: 0, message: "the page has no frame")
        }
        let world = try await command(
            "Page.createIsolatedWorld", ["frameId": frame, "worldName": "drydock"], on: page)
        let context = world["executionContextId"] ?? .null
        _ = try await evaluate("(\(Self.open))(\(JSONWriter.text(text)))", in: context, on: page)
        do throws(BrowserFailure) {
            try await press(JSONObject(), doing: editing, on: page)
        } catch {
            // The page is put back as it was, whatever became of the command.
            _ = try? await evaluate(Self.close, in: context, on: page)
            throw error
        }
        let answer = try await evaluate(Self.close, in: context, on: page)
        return answer["result"]?.object?["value"]?.string ?? ""
    }

    private func press(
        _ key: JSONObject, doing editing: String, on page: BrowserPage
    ) async throws(BrowserFailure) {
        var down = key
        down["type"] = "rawKeyDown"
        down["commands"] = [.string(editing)]
        _ = try await command("Input.dispatchKeyEvent", down, on: page)
        var up = key
        up["type"] = "keyUp"
        _ = try await command("Input.dispatchKeyEvent", up, on: page)
    }

    private func evaluate(
        _ expression: String, in context: JSONValue, on page: BrowserPage
    ) async throws(BrowserFailure) -> JSONObject {
        let answer = try await command(
            "Runtime.evaluate",
            ["expression": .string(expression), "contextId": context, "returnByValue": true], on: page)
        if let exception = answer["exceptionDetails"]?.object {
            throw .refused(
                command: "Runtime.evaluate", code: 0,
                message: exception["exception"]?.object?["description"]?.string ?? "the clipboard's field threw")
        }
        return answer
    }

    // MARK: Scripts

    private static let selection = "String(getSelection())"

    /// Makes the field, after what has the focus and what is selected was remembered.
    private static let open = """
        (text) => {
          const silent = (event) => event.stopImmediatePropagation();
          const events = ["keydown", "keyup", "keypress", "beforeinput", "input", "copy", "cut", "paste", "focus", "blur",
            "focusin", "focusout", "change", "selectionchange", "select"];
          for (const name of events) window.addEventListener(name, silent, true);
          const selection = getSelection();
          const ranges = [];
          for (let index = 0; index < selection.rangeCount; index++) ranges.push(selection.getRangeAt(index));
          const active = document.activeElement;
          let place = null;
          try { place = [active.selectionStart, active.selectionEnd, active.selectionDirection]; } catch {}
          const field = document.createElement("textarea");
          field.style.cssText = "position:fixed;top:0;left:0;width:1px;height:1px;opacity:0;pointer-events:none";
          (document.body ?? document.documentElement).append(field);
          field.value = text;
          field.focus({ preventScroll: true });
          field.select();
          globalThis.drydockField = { field, active, place, ranges, events, silent };
        }
        """

    /// Takes the field away, puts everything back and returns what was in it.
    private static let close = """
        (() => {
          const { field, active, place, ranges, events, silent } = globalThis.drydockField;
          delete globalThis.drydockField;
          const value = field.value;
          field.remove();
          active?.focus?.({ preventScroll: true });
          const selection = getSelection();
          selection.removeAllRanges();
          for (const range of ranges) selection.addRange(range);
          try { if (place && place[0] !== null) active.setSelectionRange(...place); } catch {}
          const stop = (name) => window.removeEventListener(name, silent, true);
          const late = ["select", "selectionchange"];
          for (const name of events) if (!late.includes(name)) stop(name);
          // These come by themselves a little after what they tell of.
          setTimeout(() => late.forEach(stop), 50);
          return value;
        })()
        """
}
