// Pointer, keyboard and what is said aloud. The canvas takes the focus once; arrows go on inside.

import { nextPerson, personAt, tieAt } from "./finding.js";
import { hidden } from "./hiding.js";

const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const TIES_SHOW_FROM = 0.3; // How far the social web must be faded in to be pointed at.
let number = 0;

export function listen(garden) {
  const { canvas } = garden;
  const told = hidden("p");
  const spoken = hidden("div");
  spoken.setAttribute("aria-live", "polite");
  told.id = `garden-told-${++number}`;
  canvas.after(told, spoken);
  canvas.tabIndex = canvas.tabIndex < 0 ? 0 : canvas.tabIndex;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-describedby", told.id);
  const label = () => canvas.setAttribute("aria-label", `${garden.words.label}. ${garden.words.help}`);
  label();
  const stop = handle(canvas, {
    pointermove: (event) => follow(garden, event),
    pointerleave: () => garden.frame && garden.point(-1),
    pointerdown: (event) => garden.frame && follow(garden, event),
    click: () => garden.frame && garden.open(),
    keydown: (event) => pressed(garden, event, spoken),
    blur: () => garden.frame && garden.point(-1),
  });
  return {
    label,
    tell: (words) => { told.textContent = words; },
    stop: () => { stop(); told.remove(); spoken.remove(); },
  };
}

function handle(canvas, handlers) {
  for (const [kind, handler] of Object.entries(handlers)) canvas.addEventListener(kind, handler);
  return () => {
    for (const [kind, handler] of Object.entries(handlers)) {
      canvas.removeEventListener(kind, handler);
    }
  };
}

function follow(garden, event) {
  if (!garden.frame || !garden.view) return;
  const box = garden.canvas.getBoundingClientRect();
  const x = event.clientX - box.left;
  const y = event.clientY - box.top;
  const here = garden.herePlaces();
  const seat = personAt(here, x, y, garden.view.radius);
  const ties = seat < 0 && garden.mix >= TIES_SHOW_FROM ? garden.ties : [];
  const tie = tieAt(ties, here, x, y);
  garden.canvas.style.cursor = seat >= 0 || tie ? "pointer" : "default";
  garden.point(seat, tie);
}

function pressed(garden, event, spoken) {
  if (!garden.frame || event.altKey || event.ctrlKey || event.metaKey) return;
  const done = ARROWS[event.key] ? step(garden, ARROWS[event.key])
    : event.key === "t" || event.key === "T" ? nextTie(garden)
    : event.key === "Enter" || event.key === " " ? (garden.open(), true)
    : event.key === "Escape" ? (garden.point(-1), true)
    : event.key === "Home" ? (garden.point(first(garden)), true) : false;
  if (!done) return;
  event.preventDefault();
  spoken.textContent = garden.pointedWords();
}

function first(garden) {
  return garden.frame.names.findIndex((name) => name);
}

function step(garden, direction) {
  const { seat, tie } = garden.pointed;
  const from = seat >= 0 ? seat : tie ? tie.a : -1;
  if (from < 0) garden.point(first(garden));
  else {
    const next = nextPerson(garden.herePlaces(), from, direction);
    garden.point(next >= 0 ? next : from);
  }
  return true;
}

// The next tie of the person that is pointed at; they stay the centre while one goes through.
function nextTie(garden) {
  const { seat, tie } = garden.pointed;
  const centre = seat >= 0 ? seat : garden.centre;
  if (centre === undefined || centre < 0) return false;
  const ties = garden.tiesWith(centre);
  if (!ties.length) return false;
  garden.centre = centre;
  const at = tie ? ties.findIndex((one) => one.a === tie.a && one.b === tie.b) : -1;
  garden.point(-1, ties[(at + 1) % ties.length]);
  return true;
}
