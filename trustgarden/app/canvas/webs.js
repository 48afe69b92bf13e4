// The two layers between people: lines of reporting, and relationships as they are lived.

import { colourOf } from "./palette.js";

export const MISTRUST = 40; // From here on (hundredths) a tie is drawn broken.
const BEND = 0.07; // How far a tie bows out, to its length.
const FAMILIAR = 150; // Hours at which a tie is as wide as it gets.

// Ties of a frame as objects, weak ones first so that strong ones lie above.
export function tiesOf(frame) {
  const ties = [];
  for (let k = 0; k + 4 < frame.ties.length; k += 5) {
    const [a, b, trust, mistrust, hours] = frame.ties.slice(k, k + 5);
    ties.push({ a, b, trust, mistrust, hours });
  }
  return ties.sort((one, other) => one.hours - other.hours);
}

// What the colour says: trust, less half of the mistrust that stands beside it.
export function balanceOf(tie) {
  return Math.max(0, tie.trust - tie.mistrust / 2);
}

export function bowOf(from, to, tie) {
  const side = (tie.a + tie.b) % 2 ? 1 : -1;
  return [
    (from[0] + to[0]) / 2 - side * BEND * (to[1] - from[1]),
    (from[1] + to[1]) / 2 + side * BEND * (to[0] - from[0]),
  ];
}

export function widthOf(tie, scale) {
  const share = Math.sqrt(Math.min(1, tie.hours / FAMILIAR));
  return Math.max(0.6, (0.02 + 0.085 * share) * scale);
}

export function drawTies(context, ties, places, view, theme, crowd) {
  context.lineCap = "butt";
  for (const tie of ties) {
    if (places[tie.a] && places[tie.b]) drawTie(context, tie, places, view, theme, crowd);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

export function drawTie(context, tie, places, view, theme, strength) {
  const from = places[tie.a];
  const to = places[tie.b];
  const bow = bowOf(from, to, tie);
  const share = Math.min(1, tie.hours / FAMILIAR);
  const width = widthOf(tie, view.scale);
  context.globalAlpha = Math.min(1, strength * (0.45 + 0.5 * Math.sqrt(share)));
  context.strokeStyle = colourOf(theme, balanceOf(tie));
  context.lineWidth = width;
  context.setLineDash(tie.mistrust >= MISTRUST ? [4 + width, 3 + width] : []);
  context.beginPath();
  context.moveTo(from[0], from[1]);
  context.quadraticCurveTo(bow[0], bow[1], to[0], to[1]);
  context.stroke();
}

export function drawChart(context, layout, places, view, theme) {
  context.strokeStyle = theme.chart;
  layout.boss.forEach((boss, seat) => {
    if (boss < 0 || !places[boss] || !places[seat]) return;
    const between = layout.bed[boss] !== layout.bed[seat];
    context.lineWidth = Math.max(1, view.scale * (between ? 0.06 : 0.035));
    context.globalAlpha = between ? 0.85 : 0.55;
    context.beginPath();
    context.moveTo(...places[boss]);
    context.lineTo(...places[seat]);
    context.stroke();
  });
  context.globalAlpha = 1;
}
