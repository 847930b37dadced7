/*
 * Puts wagtail-geo-widget's LeafletField on the city's own map. The text field is what the form
 * sends; the map writes into it. Unlike the original it stays empty until somebody chooses.
 */

class AnliegenPlace extends LeafletField {
  constructor(options, elements) {
    // The base class finds its elements by id and starts at once; hand it ours instead.
    super({ ...options, id: elements.input.id, showEmptyLocation: true });
    this.options = options;
    this.mapEl = $(elements.map).css("display", "");
    this.sourceField = $(elements.source);
    this.latLngField = $(elements.input).attr("placeholder", "").off("focus");
    this.isChosen = Boolean(options.position);
    this.setup();
  }

  initMap(mapEl, location) {
    const { tiles, attribution, minZoom, maxZoom, bounds, fallback, position, icons } = this.options;
    L.Icon.Default.imagePath = "";
    L.Icon.Default.mergeOptions(icons);
    this.map = L.map(mapEl[0], { minZoom, maxZoom });
    this.map.attributionControl.setPrefix(false);
    if (position) this.map.setView(location, this.zoom);
    else if (bounds) this.map.fitBounds(bounds);
    else this.map.setView(fallback.center, Math.max(minZoom, fallback.zoom));
    L.tileLayer(tiles, { attribution, minZoom, maxZoom }).addTo(this.map);
    this.marker = L.marker(location, { draggable: true, keyboard: false, alt: "" });
    this.map.on("click", ({ latlng }) => this.choose(latlng));
  }

  choose(latLng) {
    this.isChosen = true;
    this.setMapPosition(latLng);
    this.updateLatLng(latLng);
    this.writeLocation(latLng);
  }

  setMapPosition(latLng) {
    if (!latLng || !this.isChosen) return;
    this.marker.setLatLng(latLng).addTo(this.map);
    this.map.panTo(latLng);
  }

  updateLatLng({ lat, lng }) {
    if (this.isChosen) this.latLngField.val(`${lat.toFixed(6)}, ${lng.toFixed(6)}`);
  }

  writeLocation(latLng) {
    this.isChosen = true;
    super.writeLocation(latLng);
    this.marker.addTo(this.map);
  }

  updateMapFromCoords(latLng) {
    if (latLng) this.isChosen = this.isChosen || Boolean(this.latLngField.val());
    this.setMapPosition(latLng);
  }

  parseStrToLatLng(text) {
    const pair = text.trim().match(/^(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?$/);
    if (!pair) return null;
    const [lat, lng] = pair.slice(1).map((number) => parseFloat(number.replace(",", ".")));
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? L.latLng(lat, lng) : null;
  }

  displayWarning(message, { field }) {
    this.clearFieldMessage({ field });
    this.isChosen = false;
    this.setState("");
    this.marker.remove();
    if (!field.val()) return;
    const note = document.createElement("p");
    note.className = `help-block help-warning ${this.genMessageId(field)}`;
    note.setAttribute("role", "status");
    note.textContent = message;
    field.after(note);
  }
}

class AnliegenPlaceController extends window.StimulusModule.Controller {
  static targets = ["map", "source"];
  static values = { options: Object };

  connect() {
    if (this.place) return;
    const input = this.element.querySelector('input[type="text"]');
    this.place = new AnliegenPlace(this.optionsValue, {
      input,
      map: this.mapTarget,
      source: this.sourceTarget,
    });
  }
}

window.wagtail.app.register("anliegen-place", AnliegenPlaceController);
