// Every word that the picture says; a page hands over its own to replace them.

const APART = 17; // Names from one holder of a seat to the next.

export const WORDS = {
  label: "The garden: people in their teams and the trust between them",
  help: "Arrow keys move between people, T goes through the ties of a person, Enter opens.",
  week: "Week {week}",
  summary: "Week {week}: {people} people in {teams} teams, {newcomers} of them new. "
    + "On average people receive trust of {trust}. Highest in {high} ({highTrust}), lowest in "
    + "{low} ({lowTrust}). {ties} of {known} relationships are drawn.",
  person: "{name}, {team}: trusted {trust} by those who know them",
  leader: "{name}, leads {team}: trusted {trust} by those who know them",
  newcomer: "{name}, {team}: new here, trusted {trust} so far",
  unknown: "not yet",
  tie: "{a} and {b}: trust {trust}, mistrust {mistrust}, {hours} hours remembered together",
  empty: "Nobody is here yet.",
  play: "Play",
  pause: "Pause",
};

export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

// What somebody is called: as `given_name` of the stories, where a page hands over names to give.
export function called(name, words) {
  const [, seat, holder] = /^(\d+)(?:\.(\d+))?$/.exec(name) ?? [];
  if (!words.given || !Number(seat)) return name;
  const k = Number(seat) - 1;
  const next = Number(holder ?? 1) - 1;
  const genus = words.given[(k + APART * next) % words.given.length];
  return k < words.given.length && next === 0 ? genus : `${genus} ${name}`;
}

export function hundredths(number, words) {
  return number < 0 ? words.unknown : (number / 100).toFixed(2);
}

export function personWords(garden, seat) {
  const { layout, frame, words } = garden;
  const template = frame.age[seat] < 0 ? words.newcomer
    : garden.leads(seat) ? words.leader : words.person;
  return filled(template, {
    name: called(frame.names[seat], words),
    team: layout.beds[layout.bed[seat]],
    trust: hundredths(frame.trust[seat], words),
  });
}

export function tieWords(garden, tie) {
  const { frame, words } = garden;
  return filled(words.tie, {
    a: called(frame.names[tie.a], words),
    b: called(frame.names[tie.b], words),
    trust: hundredths(tie.trust, words),
    mistrust: hundredths(tie.mistrust, words),
    hours: tie.hours,
  });
}

// The whole picture in one sentence or two, for who cannot see it.
export function summaryOf(layout, frame, words) {
  const here = frame.names.map((name, seat) => (name ? seat : -1)).filter((seat) => seat >= 0);
  if (!here.length) return words.empty;
  const known = here.map((seat) => frame.trust[seat]).filter((trust) => trust >= 0);
  const mean = known.length ? known.reduce((a, b) => a + b, 0) / known.length : -1;
  const ranked = layout.beds
    .map((name, k) => [name, frame.teams[k] ?? -1])
    .filter(([, trust]) => trust >= 0)
    .sort((one, other) => other[1] - one[1]);
  const [high, highTrust] = ranked[0] ?? ["–", -1];
  const [low, lowTrust] = ranked[ranked.length - 1] ?? ["–", -1];
  return filled(words.summary, {
    week: frame.week,
    people: here.length,
    teams: layout.beds.length,
    newcomers: here.filter((seat) => frame.age[seat] < 0).length,
    trust: hundredths(mean, words),
    high,
    highTrust: hundredths(highTrust, words),
    low,
    lowTrust: hundredths(lowTrust, words),
    ties: frame.ties.length / 5,
    known: frame.ties_known,
  });
}
