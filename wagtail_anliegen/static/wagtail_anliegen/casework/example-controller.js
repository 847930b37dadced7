/* Shows how a text template reads with a made-up report, as it is typed. */
window.wagtail.app.register(
  "anliegen-example",
  class extends window.StimulusModule.Controller {
    static targets = ["text"];

    static values = { source: String, values: Object };

    connect() {
      this.source = document.getElementById(this.sourceValue);
      this.show = () => {
        this.textTarget.textContent = this.source.value.replace(
          /\{([^{}]*)\}/g,
          (found, name) => this.valuesValue[name] ?? found,
        );
      };
      this.source.addEventListener("input", this.show);
    }

    disconnect() {
      this.source.removeEventListener("input", this.show);
    }
  },
);
