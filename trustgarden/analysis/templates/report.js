// Draws the figures of the page, in the colours and the width that suit it, and follows one line
// through all of them. Nothing is fetched, and nothing is sent.
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figures = read("figures");
  const darkColours = read("dark-colours");
  // Below this width panels stand below each other, as in the style.
  const narrow = matchMedia("(max-width: 1100px)");
  const night = matchMedia("(prefers-color-scheme: dark)");
  // "Share" would upload figures to a cloud, and the bar has little else to offer here.
  const config = {
    displaylogo: false, displayModeBar: false, responsive: true,
    modeBarButtonsToRemove: ["sendChartToCloud"], showTips: false,
  };
  const escaped = Object.keys(darkColours).map((key) => key.replace(/[()]/g, "\\$&"));
  const anyColour = new RegExp(escaped.join("|"), "g");
  // What fits a sheet on its side, at the zoom that the style prints with (pixels).
  const PRINTED_WIDTH = { hero: 650, other: 1090 };
  let followed = null;
  let printing = false;

  const coloured = (text) =>
    night.matches && !printing ? text.replace(anyColour, (light) => darkColours[light]) : text;

  // Lines of other arms step back; what belongs to no arm stays.
  function dimmed(figure) {
    if (followed === null) return figure;
    const other = (name) => name && name !== followed;
    for (const trace of figure.data) if (other(trace.meta)) trace.opacity = 0.13;
    for (const note of figure.layout.annotations || []) if (other(note.name)) note.opacity = 0.25;
    return figure;
  }

  function draw(place) {
    const source = figures[place.dataset.figure];
    const layout = narrow.matches && !printing ? source.narrow : source.wide;
    const shape = { data: source.data, layout };
    const figure = dimmed(JSON.parse(coloured(JSON.stringify(shape))));
    if (printing) figure.layout.width = PRINTED_WIDTH[place.closest(".hero") ? "hero" : "other"];
    figure.layout.autosize = !printing;
    return Plotly.react(place, figure.data, figure.layout, config);
  }

  const places = [...document.querySelectorAll(".plot")];
  const drawAll = () => Promise.all(places.map(draw));

  function follow(button) {
    const arm = button.dataset.arm;
    followed = followed === arm ? null : arm;
    for (const one of document.querySelectorAll(".chips button")) {
      one.setAttribute("aria-pressed", String(one.dataset.arm === followed));
    }
    drawAll();
  }

  for (const button of document.querySelectorAll(".chips button")) {
    button.addEventListener("click", () => follow(button));
  }
  narrow.addEventListener("change", drawAll);
  night.addEventListener("change", drawAll);
  addEventListener("beforeprint", () => { printing = true; drawAll(); });
  addEventListener("afterprint", () => { printing = false; drawAll(); });
  drawAll().then(() => { document.documentElement.dataset.drawn = "true"; });
})();
