/// Keeps the dashboard up to date while it is open. Without JavaScript the page is what it was when it was asked for.
enum DashboardScript {
    /// Takes over the newly rendered page, at most twice a second, and not while somebody is in the middle of it: what has
    /// the keyboard's focus or is marked would be gone.
    static let text = """
        if (window.EventSource) {
          const events = new EventSource("/_drydock/events" + location.search);
          let isDue = false;
          const refresh = async () => {
            isDue = false;
            const main = document.querySelector("main");
            if (main.contains(document.activeElement) || !getSelection().isCollapsed) return later();
            const text = await (await fetch(location.href)).text();
            main.replaceWith(new DOMParser().parseFromString(text, "text/html").querySelector("main"));
          };
          const later = () => {
            if (!isDue) setTimeout(refresh, 500);
            isDue = true;
          };
          for (const name of ["request", "world", "dropped"]) events.addEventListener(name, later);
        }
        """

    /// The script's SHA-256, by which the page's policy allows it; a test compares.
    static let hash = "cfRqzTn4Upb5RLzELXorVmAvKNeEQbAaDdIz3Bo1Dow="
}
