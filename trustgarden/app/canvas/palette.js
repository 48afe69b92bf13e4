// Colours of the garden, light and dark. Trust runs from orange through grey to blue, as in the
// charts of the reports: readable by the colour-blind, in order when printed in grey, and never
// the colour of the page in the middle.

const THEMES = {
  light: {
    page: "#fbfaf6",
    ink: "#23292e",
    muted: "#5b646b",
    bed: "#efece2",
    bedEdge: "#dcd7c8",
    chart: "#4a545b",
    scale: ["#d9772a", "#c99a6c", "#9ba3aa", "#6789ad", "#1f4e86"],
    unknown: "#b9bdb9",
    sprout: "#4f8a4c",
    heart: "#fbfaf6",
    halo: "#23292e",
    note: "rgba(251,250,246,0.95)",
    kept: "#2f6cab",
    met: "#8a9299",
    error: "#8a7440",
    breach: "#c2510a",
    deception: "#7a2a12",
    repair: "#3c8757",
    recognition: "#b98a00",
  },
  dark: {
    page: "#14191b",
    ink: "#e8e9e6",
    muted: "#a7b0b3",
    bed: "#1d2426",
    bedEdge: "#2f393c",
    chart: "#a7b0b3",
    scale: ["#e0843a", "#b08a66", "#808b92", "#6d9bc8", "#a9d0f8"],
    unknown: "#59636a",
    sprout: "#86c27f",
    heart: "#14191b",
    halo: "#f2f2ee",
    note: "rgba(28,35,37,0.96)",
    kept: "#7db4ee",
    met: "#8d989d",
    error: "#cdb273",
    breach: "#ff9348",
    deception: "#ff6d4a",
    repair: "#7fd39b",
    recognition: "#f0c84a",
  },
};

export const STEPS = 24;
// Trust seldom leaves this range; the colours are spread over it (hundredths).
const LOW = 28;
const HIGH = 82;

export function themeOf(dark) {
  const theme = dark ? THEMES.dark : THEMES.light;
  return { ...theme, dark, ramp: rampOf(theme.scale) };
}

export function stepOf(trust) {
  if (trust < 0) return -1;
  const share = (trust - LOW) / (HIGH - LOW);
  return Math.round(Math.min(1, Math.max(0, share)) * (STEPS - 1));
}

export function colourOf(theme, trust) {
  const step = stepOf(trust);
  return step < 0 ? theme.unknown : theme.ramp[step];
}

function rampOf(scale) {
  return Array.from({ length: STEPS }, (_, k) => {
    const at = (k / (STEPS - 1)) * (scale.length - 1);
    const low = Math.min(Math.floor(at), scale.length - 2);
    return blend(scale[low], scale[low + 1], at - low);
  });
}

function blend(one, other, share) {
  const mixed = [1, 3, 5].map((k) => {
    const a = parseInt(one.slice(k, k + 2), 16);
    const b = parseInt(other.slice(k, k + 2), 16);
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  });
  return "#" + mixed.join("");
}
