/* <anliegen-place-map config="id of a JSON script">: where one report is. */

class PlaceMap extends HTMLElement {
  connectedCallback() {
    if (!window.L || this.map) return;
    const config = JSON.parse(document.getElementById(this.getAttribute("config")).textContent);
    const { background, labels, look, position } = config;
    const limits = { minZoom: background.min_zoom ?? 5, maxZoom: background.max_zoom ?? 19 };
    this.hidden = false;
    this.map = L.map(this.querySelector(".anliegen-map"), {
      zoomControl: false,
      scrollWheelZoom: false,
      ...limits,
    });
    this.map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: labels.zoomIn, zoomOutTitle: labels.zoomOut }).addTo(this.map);
    L.tileLayer(background.url, { attribution: background.attribution, ...limits }).addTo(this.map);
    this.map.setView(position, Math.min(17, limits.maxZoom));
    L.marker(position, {
      icon: L.divIcon({
        className: `anliegen-marker anliegen-tone--${look.tone}`,
        html: `<span aria-hidden="true">${look.shape}</span>`,
        iconSize: [34, 34],
        iconAnchor: [17, 37],
      }),
      interactive: false,
      keyboard: false,
    }).addTo(this.map);
  }

  disconnectedCallback() {
    this.map?.remove();
    this.map = null;
  }
}

customElements.define("anliegen-place-map", PlaceMap);
