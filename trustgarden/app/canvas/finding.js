// Who or what is at a place of the page, and who stands next in a direction.

import { bowOf } from "./webs.js";

const NEAR_TIE = 6; // Pixels.

export function personAt(places, x, y, radius) {
  let best = -1;
  let nearest = Math.max(9, radius * 1.35);
  places.forEach((place, seat) => {
    if (!place) return;
    const distance = Math.hypot(place[0] - x, place[1] - y);
    if (distance < nearest) [best, nearest] = [seat, distance];
  });
  return best;
}

export function tieAt(ties, places, x, y) {
  let best = null;
  let nearest = NEAR_TIE;
  for (const tie of ties) {
    const from = places[tie.a];
    const to = places[tie.b];
    if (!from || !to) continue;
    const distance = fromCurve(from, bowOf(from, to, tie), to, x, y);
    if (distance <= nearest) [best, nearest] = [tie, distance];
  }
  return best;
}

function fromCurve(from, bow, to, x, y) {
  let nearest = Infinity;
  let before = from;
  for (let k = 1; k <= 8; k++) {
    const at = k / 8;
    const u = 1 - at;
    const point = [0, 1].map((i) => u * u * from[i] + 2 * u * at * bow[i] + at * at * to[i]);
    nearest = Math.min(nearest, fromSegment(before, point, x, y));
    before = point;
  }
  return nearest;
}

function fromSegment([ax, ay], [bx, by], x, y) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1;
  const share = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y);
}

// The nearest person in a direction, sideways distance counting double; -1 if there is none.
export function nextPerson(places, from, [dx, dy]) {
  let best = -1;
  let least = Infinity;
  const start = places[from];
  places.forEach((place, seat) => {
    if (!place || seat === from) return;
    const along = (place[0] - start[0]) * dx + (place[1] - start[1]) * dy;
    const aside = Math.abs((place[0] - start[0]) * dy - (place[1] - start[1]) * dx);
    if (along <= 1 || aside > 2 * along) return;
    const cost = along + 2 * aside;
    if (cost < least) [best, least] = [seat, cost];
  });
  return best;
}
