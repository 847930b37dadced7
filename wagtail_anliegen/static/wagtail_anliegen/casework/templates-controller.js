/* Offers the text templates that fit, and inserts one at the cursor without touching the rest. */
const MANY = 7;

window.wagtail.app.register(
  "anliegen-templates",
  class extends window.StimulusModule.Controller {
    static targets = ["list", "none", "picker", "search"];

    static values = { source: String, status: String };

    connect() {
      const source = document.getElementById(this.sourceValue);
      this.templates = source ? JSON.parse(source.textContent) : [];
      this.text = this.element.querySelector("textarea");
      this.status = this.element.closest("form").querySelector('select[name$="status"]');
      this.offer = () => this.show();
      this.closeElsewhere = (event) => {
        if (!this.pickerTarget.contains(event.target)) this.pickerTarget.open = false;
      };
      this.pickerTarget.hidden = !this.templates.length;
      this.status?.addEventListener("change", this.offer);
      this.searchTarget.addEventListener("input", this.offer);
      this.pickerTarget.addEventListener("keydown", (event) => this.move(event));
      this.pickerTarget.addEventListener("toggle", () => this.opened());
      document.addEventListener("click", this.closeElsewhere);
      this.show();
    }

    disconnect() {
      this.status?.removeEventListener("change", this.offer);
      document.removeEventListener("click", this.closeElsewhere);
    }

    get fitting() {
      const status = this.status ? this.status.value : this.statusValue;
      const here = this.templates.filter((each) => !each.status || each.status === status);
      // What was written for this very status comes first.
      return [...here.filter((each) => each.status), ...here.filter((each) => !each.status)];
    }

    show() {
      const fitting = this.fitting;
      const words = this.searchTarget.value.trim().toLowerCase();
      const found = fitting.filter((each) =>
        `${each.name} ${each.text}`.toLowerCase().includes(words),
      );
      this.searchTarget.hidden = fitting.length <= MANY;
      this.noneTarget.hidden = found.length > 0;
      this.listTarget.replaceChildren(...found.map((each) => this.choice(each)));
    }

    choice(template) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const name = document.createElement("strong");
      const text = document.createElement("span");
      button.type = "button";
      button.className = "anliegen-templates__choice";
      name.textContent = template.name;
      text.textContent = template.text;
      button.append(name, text);
      button.addEventListener("click", () => this.insert(template.text));
      item.append(button);
      return item;
    }

    get stops() {
      return [...this.pickerTarget.querySelectorAll("input, button")].filter((each) => !each.hidden);
    }

    opened() {
      if (this.pickerTarget.open) this.stops[0]?.focus();
    }

    move(event) {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.pickerTarget.open = false;
        this.pickerTarget.querySelector("summary").focus();
        return;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !this.pickerTarget.open) return;
      event.preventDefault();
      const stops = this.stops;
      const at = stops.indexOf(document.activeElement) + step;
      stops[(at + stops.length) % stops.length]?.focus();
    }

    insert(words) {
      const { text } = this;
      this.pickerTarget.open = false;
      text.focus();
      // What is marked stays, too: the template goes behind it.
      text.setSelectionRange(text.selectionEnd, text.selectionEnd);
      const before = text.value.slice(0, text.selectionEnd);
      const apart = before.trim() && !before.endsWith("\n") && text.selectionEnd === text.value.length;
      const inserted = apart ? `\n\n${words}` : words;
      // Can be undone with the keyboard, unlike what a script writes into the value.
      if (!document.execCommand("insertText", false, inserted)) {
        text.setRangeText(inserted, text.selectionEnd, text.selectionEnd, "end");
        text.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  },
);
