// The words beside what is pointed at, kept inside the picture.

const FONT = "13px system-ui, sans-serif";
const WIDEST = 260;

export function drawNote(context, words, place, low, { width, height, view, theme }) {
  if (!words) return;
  context.font = FONT;
  const lines = brokenInto(context, words, Math.min(WIDEST, width - 40));
  const wide = Math.max(...lines.map((line) => context.measureText(line).width)) + 20;
  const high = lines.length * 18 + 12;
  const away = Math.max(10, view.radius * 1.7);
  const x = Math.min(Math.max(6, place[0] - wide / 2), Math.max(6, width - wide - 6));
  const above = place[1] - away - high;
  const below = place[1] + away;
  const goesBelow = below + high < height - 6 && (low || above < 6);
  const y = goesBelow ? below : Math.max(6, above);
  context.beginPath();
  context.roundRect(x, y, wide, high, 6);
  context.fillStyle = theme.note;
  context.fill();
  context.strokeStyle = theme.bedEdge;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = theme.ink;
  context.textAlign = "left";
  context.textBaseline = "top";
  lines.forEach((line, k) => context.fillText(line, x + 10, y + 8 + 18 * k));
}

function brokenInto(context, words, widest) {
  const lines = [];
  let line = "";
  for (const word of words.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && context.measureText(longer).width > widest) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
