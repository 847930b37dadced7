/* Lets questions be added, moved and removed. */
window.wagtail.app.register(
  "anliegen-questions",
  class extends window.StimulusModule.Controller {
    static values = { options: Object };

    connect() {
      this.panel ??= new window.InlinePanel(this.optionsValue);
    }
  },
);
