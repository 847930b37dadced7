/* Asks whether something has come in while the inbox is looked at, and offers to show it. */
const EVERY = 30_000;

window.wagtail.app.register(
  "anliegen-news",
  class extends window.StimulusModule.Controller {
    static targets = ["button", "words", "tabs"];
    static values = { url: String, tabsUrl: String, resultsUrl: String, seen: String };

    connect() {
      this.fresh = [];
      this.shown = this.seenValue;
      this.onVisible = () => !document.hidden && this.ask();
      document.addEventListener("visibilitychange", this.onVisible);
      this.timer = setInterval(() => !document.hidden && this.ask(), EVERY);
    }

    disconnect() {
      document.removeEventListener("visibilitychange", this.onVisible);
      clearInterval(this.timer);
    }

    async ask() {
      const response = await this.get(`${this.urlValue}?seen=${this.seenValue}`);
      if (response?.status !== 200) return;
      const news = await response.json();
      this.fresh = news.new;
      // The button says it once; it speaks up again when it has something else to say.
      if (this.wordsTarget.textContent !== news.words) this.wordsTarget.textContent = news.words;
      this.buttonTarget.hidden = false;
      if (this.shown !== news.seen + news.new.length) this.refreshTabs();
      this.shown = news.seen + news.new.length;
    }

    /* Answers from our own server only: a session that has ended leads to the login page. */
    async get(url) {
      try {
        const headers = { "X-Requested-With": "XMLHttpRequest" };
        const response = await fetch(url, { headers, redirect: "error" });
        return response.ok ? response : null;
      } catch {
        return null;
      }
    }

    async refreshTabs() {
      if (this.tabsTarget.contains(document.activeElement)) return;
      const response = await this.get(this.tabsUrlValue + location.search);
      if (response) this.tabsTarget.innerHTML = await response.text();
    }

    async show() {
      const results = document.getElementById("listing-results");
      const response = await this.get(this.resultsUrlValue + location.search);
      if (!response) return location.reload();
      const ticked = "[data-bulk-action-checkbox]:checked";
      const chosen = [...results.querySelectorAll(ticked)].map((box) => box.dataset.objectId);
      results.innerHTML = await response.text();
      results.dispatchEvent(new CustomEvent("w-swap:success", { bubbles: true }));
      for (const key of chosen) this.tick(this.box(results, key));
      this.buttonTarget.hidden = true;
      this.wordsTarget.textContent = "";
      this.markNew(results);
      await this.lookAnew();
    }

    box(results, key) {
      return results.querySelector(`[data-object-id="${key}"]`);
    }

    tick(box) {
      if (!box) return;
      box.checked = true;
      box.dispatchEvent(new Event("change"));
    }

    /* The first of the new ones gets the focus, which was on the button that has gone. */
    markNew(results) {
      const rows = this.fresh.map((key) => results.querySelector(`[data-report="${key}"]`));
      const found = rows.filter(Boolean);
      found.forEach((row) => row.classList.add("anliegen-row--new"));
      const first = results.querySelector(".anliegen-row--new a") ?? results.querySelector("td a");
      first?.focus({ preventScroll: !found.length });
    }

    async lookAnew() {
      const response = await this.get(this.tabsUrlValue + location.search);
      if (!response) return;
      this.tabsTarget.innerHTML = await response.text();
      this.seenValue = response.headers.get("X-Anliegen-Seen");
      this.shown = this.seenValue;
      this.fresh = [];
    }
  },
);
