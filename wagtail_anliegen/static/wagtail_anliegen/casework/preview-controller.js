/* Shows the mail of a verb before it is sent; whatever was typed stays where it is. */
window.wagtail.app.register(
  "anliegen-preview",
  class extends window.StimulusModule.Controller {
    static targets = ["panel"];

    static values = { failure: String, url: String, verb: String };

    connect() {
      this.form = this.element.closest("form");
      this.hide = () => {
        this.panelTarget.hidden = true;
      };
      // A preview that is out of date would be worse than none.
      this.form.addEventListener("input", this.hide);
    }

    disconnect() {
      this.form.removeEventListener("input", this.hide);
    }

    async show(event) {
      const button = event.currentTarget;
      const panel = this.panelTarget;
      const body = new FormData(this.form);
      body.set("action", this.verbValue);
      // The words are enough; files go up once, when they are sent.
      [...body].forEach(([name, value]) => value instanceof File && body.delete(name));
      button.setAttribute("aria-busy", "true");
      try {
        const headers = { "X-Requested-With": "XMLHttpRequest" };
        const response = await fetch(this.urlValue, { method: "POST", body, headers });
        if (!response.ok || response.redirected) throw new Error(response.status);
        panel.innerHTML = await response.text();
      } catch {
        panel.textContent = this.failureValue;
      }
      button.removeAttribute("aria-busy");
      panel.hidden = false;
      panel.focus();
    }
  },
);
