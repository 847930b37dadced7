/* Shows where a report is; the address beside the map says the same in words. */
window.wagtail.app.register(
  "anliegen-map",
  class extends window.StimulusModule.Controller {
    static values = { options: String };

    connect() {
      const options = JSON.parse(document.getElementById(this.optionsValue).textContent);
      const L = window.L;
      const zoom = Math.min(16, options.maxZoom);
      this.map = L.map(this.element, { scrollWheelZoom: false }).setView(options.position, zoom);
      this.map.attributionControl.setPrefix(false);
      L.tileLayer(options.tiles, {
        attribution: options.attribution,
        minZoom: options.minZoom,
        maxZoom: options.maxZoom,
      }).addTo(this.map);
      const size = { iconSize: [25, 41], iconAnchor: [12, 41], shadowSize: [41, 41] };
      const icon = L.icon({ ...options.icons, ...size });
      L.marker(options.position, { icon, interactive: false, keyboard: false }).addTo(this.map);
    }

    disconnect() {
      this.map.remove();
    }
  },
);
