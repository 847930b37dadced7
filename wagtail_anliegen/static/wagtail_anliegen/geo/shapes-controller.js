/* Draws shapes on a map; what they are called and what changes stands in a list beside it. */

const TONES = { new: "#007d7e", changed: "#b25b00", unchanged: "#5c5c5c" };

class AnliegenShapesController extends window.StimulusModule.Controller {
  static targets = ["map"];
  static values = { source: String };

  connect() {
    if (this.map) return;
    const { tiles, attribution, minZoom, maxZoom, fallback } = this.read(this.sourceValue);
    const map = L.map(this.mapTarget, { minZoom, maxZoom, scrollWheelZoom: false });
    map.attributionControl.setPrefix(false);
    if (tiles) L.tileLayer(tiles, { attribution, minZoom, maxZoom }).addTo(map);
    const layer = L.geoJSON(this.read(`${this.sourceValue}-shapes`), {
      style: ({ properties }) => ({ color: TONES[properties.change] || TONES.new, weight: 2 }),
      onEachFeature: ({ properties }, shape) => {
        const name = document.createElement("span");
        name.textContent = properties.name;
        shape.bindTooltip(name, { sticky: true });
      },
      interactive: true,
    }).addTo(map);
    const bounds = layer.getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12] });
    else map.setView(fallback.center, fallback.zoom);
    this.map = map;
    // In a tab or a folded panel the map has no size until it is shown.
    this.observer = new ResizeObserver(() => {
      map.invalidateSize();
      if (bounds.isValid() && !this.seen && this.mapTarget.clientWidth) {
        this.seen = true;
        map.fitBounds(bounds, { padding: [12, 12] });
      }
    });
    this.observer.observe(this.mapTarget);
  }

  disconnect() {
    this.observer?.disconnect();
    this.map?.remove();
    this.map = null;
  }

  read(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }
}

window.wagtail.app.register("anliegen-shapes", AnliegenShapesController);
