/* Shows a field that only some states need when one of them is chosen; without a script all are
   there, and the server says which one is missing. */
window.wagtail.app.register(
  "anliegen-needs",
  class extends window.StimulusModule.Controller {
    connect() {
      this.element.querySelectorAll("[data-needed-by]").forEach((field) => this.follow(field));
    }

    follow(field) {
      const choice = field.form.querySelector("select");
      const wrapper = field.closest("[data-field-wrapper]");
      const states = field.dataset.neededBy.split(" ");
      const show = () => {
        wrapper.hidden = !states.includes(choice.value);
      };
      choice.addEventListener("change", show);
      show();
    }
  },
);
