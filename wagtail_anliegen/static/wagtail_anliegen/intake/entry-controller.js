/*
 * Asks the server for the questions of a category, the place of an address and what is known
 * already, and puts them into the page. Without it the same buttons load the page anew.
 */
const PARTS = {
  show: ["anliegen-entry-hints", "anliegen-entry-questions", "anliegen-entry-contact", "anliegen-entry-known"],
  search: ["anliegen-entry-place", "anliegen-entry-known"],
  known: ["anliegen-entry-known"],
};
/* What tells whether the same was reported before; the category shows more and is asked above. */
const TELLING = ["address", "place", "description"];

window.wagtail.app.register(
  "anliegen-entry",
  class extends window.StimulusModule.Controller {
    connect() {
      this.element.classList.add("anliegen-entry--live");
      const faulty = this.element.querySelector('[aria-invalid="true"]');
      if (faulty) faulty.focus();
      else if (!location.hash) this.element.querySelector("select")?.focus();
    }

    change(event) {
      if (event.target.name === "category") this.ask("show");
      else if (TELLING.includes(event.target.name)) this.ask("known");
    }

    click(event) {
      const button = event.target.closest('button[name="action"]');
      // Enter in a field clicks the first button of the form.
      const isEnter = button?.tabIndex === -1;
      const action = isEnter && document.activeElement?.name === "address" ? "search" : button?.value;
      if (!(action in PARTS)) return;
      event.preventDefault();
      this.ask(action);
    }

    send(event) {
      // A second press while the first is on its way would only ask the server twice.
      if (this.isSent) event.preventDefault();
      this.isSent = true;
    }

    async ask(action) {
      const data = new FormData(this.element);
      data.delete("photos");
      data.set("action", action);
      const asked = (this.asked = Symbol(action));
      let answer;
      try {
        answer = await fetch(this.element.getAttribute("action"), { method: "POST", body: data });
      } catch {
        return;
      }
      if (!answer.ok || asked !== this.asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of PARTS[action]) this.swap(document.getElementById(id), page.getElementById(id), action);
    }

    swap(before, after, action) {
      if (!before || !after) return;
      const focused = before.contains(document.activeElement) && document.activeElement.id;
      if (action === "show") this.keep(before, after);
      before.replaceChildren(...after.childNodes);
      if (focused) document.getElementById(focused)?.focus();
    }

    /** What was typed while the answer was on its way. */
    keep(before, after) {
      for (const field of before.querySelectorAll("[name]")) {
        const twins = [...after.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)];
        const isTicked = ["checkbox", "radio"].includes(field.type);
        const twin = isTicked ? twins.find((each) => each.value === field.value) : twins[0];
        if (twin && isTicked) twin.checked = field.checked;
        else if (twin) twin.value = field.value;
      }
    }
  },
);
