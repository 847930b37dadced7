/* The case view: opens forms from the bar, sends them with Ctrl+Enter, and tells when somebody else
   has changed the report. */
const ASK_EVERY = 15000;

window.wagtail.app.register(
  "anliegen-case",
  class extends window.StimulusModule.Controller {
    static targets = ["news", "words"];
    static values = { ask: String, seen: String };

    connect() {
      this.showFault();
      this.timer = setInterval(() => this.ask(), ASK_EVERY);
    }

    disconnect() {
      clearInterval(this.timer);
    }

    /** Opens the form that a button of the bar names, and puts the reader into it. */
    open({ params }) {
      const form = document.getElementById(params.opens);
      if (!form) return;
      form.closest("details")?.setAttribute("open", "");
      const fields = [...form.querySelectorAll("select, textarea, input:not([type=hidden])")];
      const offers = (field) => [...(field.options ?? [])].some(({ value }) => value === params.choose);
      const choice = params.choose && fields.find(offers);
      if (choice) {
        choice.value = params.choose;
        choice.dispatchEvent(new Event("change", { bubbles: true }));
      }
      const first = fields.find((field) => field.offsetParent && field !== choice);
      const target = first ?? form.querySelector("summary");
      // At once: whoever works with the keyboard begins to type at once, too.
      target.scrollIntoView({ block: "center", behavior: "instant" });
      target.focus({ preventScroll: true });
    }

    /** Ctrl+Enter, or Cmd+Enter, in a text sends its form; Escape leaves the field, for the keys. */
    send(event) {
      if (event.key === "Escape" && event.target.form) event.target.blur();
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      const button = event.target.form?.querySelector("button[type=submit]");
      if (!button || event.target.tagName !== "TEXTAREA") return;
      event.preventDefault();
      button.click();
    }

    /** Opens the action that was sent with a fault, and puts the reader where it is. */
    showFault() {
      const faulty = this.element.querySelector('[aria-invalid="true"]');
      if (!faulty) return;
      faulty.closest("details")?.setAttribute("open", "");
      // Without the fragment of the form's address the browser does not move the focus again.
      history.replaceState(history.state, "", location.pathname + location.search);
      faulty.focus();
    }

    async ask() {
      if (document.hidden || !this.newsTarget.hidden) return;
      const address = `${this.askValue}?seen=${encodeURIComponent(this.seenValue)}`;
      const response = await fetch(address).catch(() => null);
      if (!response?.ok) return;
      const { words } = await response.json().catch(() => ({}));
      if (!words) return;
      this.wordsTarget.textContent = words;
      this.newsTarget.hidden = false;
    }
  },
);
