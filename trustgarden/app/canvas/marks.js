// What passed between people in a week: short, quiet marks that come one after the other.

import { bowOf } from "./webs.js";

export const KINDS = ["met", "kept", "error", "breach", "deception", "repair", "recognition"];
const LASTS = 0.4; // Of the time that a week's marks take together.

// Marks of a frame as objects, each with its beginning from 0 to 1 - LASTS. They are spread by a
// fixed rule, so that the same week looks the same again.
export function marksOf(frame) {
  const marks = [];
  for (let k = 0; k + 2 < frame.marks.length; k += 3) {
    const [kind, from, to] = frame.marks.slice(k, k + 3);
    const spread = ((from * 73 + to * 151 + k * 29) % 97) / 97;
    marks.push({ kind: KINDS[kind], a: from, b: to, starts: spread * (1 - LASTS) });
  }
  return marks;
}

// Draw all marks at a moment of their week (0 to 1); returns how many were under way.
export function drawMarks(context, marks, moment, places, view, theme) {
  let seen = 0;
  for (const mark of marks) {
    const at = (moment - mark.starts) / LASTS;
    const from = places[mark.a];
    const to = places[mark.b];
    if (at <= 0 || at >= 1 || !from || !to) continue;
    seen += 1;
    context.globalAlpha = Math.sin(Math.PI * at);
    DRAWN[mark.kind](context, mark, at, from, to, view, theme[mark.kind]);
  }
  context.globalAlpha = 1;
  return seen;
}

// All marks of a week at once, for who wants nothing to move.
export function drawStill(context, marks, places, view, theme) {
  for (const mark of marks) {
    const from = places[mark.a];
    const to = places[mark.b];
    if (!from || !to || mark.kind === "met" || mark.kind === "kept") continue;
    context.globalAlpha = 0.75;
    DRAWN[mark.kind](context, mark, 0.5, from, to, view, theme[mark.kind]);
  }
  context.globalAlpha = 1;
}

function onCurve(from, to, mark, at) {
  const bow = bowOf(from, to, { a: Math.min(mark.a, mark.b), b: Math.max(mark.a, mark.b) });
  const u = 1 - at;
  return [0, 1].map((k) => u * u * from[k] + 2 * u * at * bow[k] + at * at * to[k]);
}

function travelling(share) {
  return (context, mark, at, from, to, view, colour) => {
    const [x, y] = onCurve(from, to, mark, at);
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, Math.max(1.4, view.radius * share), 0, 2 * Math.PI);
    context.fill();
  };
}

// A tie that opens in the middle: two short strokes that move apart.
function broken(weight) {
  return (context, mark, at, from, to, view, colour) => {
    const [x, y] = onCurve(from, to, mark, 0.5);
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]) + Math.PI / 2;
    const r = view.radius * (0.5 + 0.25 * at) * weight;
    context.strokeStyle = colour;
    context.lineWidth = Math.max(1.4, view.radius * 0.17 * weight);
    for (const turn of [-0.6, 0.6]) {
      context.beginPath();
      context.moveTo(x - r * Math.cos(angle + turn), y - r * Math.sin(angle + turn));
      context.lineTo(x + r * Math.cos(angle + turn), y + r * Math.sin(angle + turn));
      context.stroke();
    }
  };
}

// A ring that closes round the middle of the tie.
function mended(context, mark, at, from, to, view, colour) {
  const [x, y] = onCurve(from, to, mark, 0.5);
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1.4, view.radius * 0.15);
  context.beginPath();
  context.arc(x, y, view.radius * 0.55, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * Math.min(1, 1.6 * at));
  context.stroke();
}

// Rays round who is recognised.
function shining(context, mark, at, from, to, view, colour) {
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1.2, view.radius * 0.13);
  const inner = view.radius * (1.15 + 0.25 * at);
  const outer = view.radius * (1.4 + 0.45 * at);
  for (let k = 0; k < 8; k++) {
    const angle = (2 * Math.PI * k) / 8 + Math.PI / 8;
    context.beginPath();
    context.moveTo(to[0] + inner * Math.cos(angle), to[1] + inner * Math.sin(angle));
    context.lineTo(to[0] + outer * Math.cos(angle), to[1] + outer * Math.sin(angle));
    context.stroke();
  }
}

const DRAWN = {
  met: travelling(0.1),
  kept: travelling(0.16),
  error: broken(0.55),
  breach: broken(0.85),
  deception: broken(1.15),
  repair: mended,
  recognition: shining,
};
