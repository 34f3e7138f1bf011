export const projects = [
  {
    slug: "aurora",
    name: "Aurora for a car park",
    hue: 150,
    summary: "Four storeys of concrete, one slow green curtain.",
    facts: { Place: "Level 4, Nordhavn", Hours: "Dusk to midnight", Made: "Projection, 38 minutes, looped" },
    text: [
      "The roof of a car park is the best balcony in most towns and the least used. We gave this one an aurora that follows the traffic below: a quiet road makes a quiet sky.",
      "Nothing repeats within a night. The last cars home get the longest curtain.",
    ],
  },
  {
    slug: "harbour-lines",
    name: "Harbour lines",
    hue: 15,
    summary: "Every ferry of one winter, in a single exposure.",
    facts: { Place: "Pier 9", Hours: "All winter", Made: "Film, 94 nights" },
    text: [
      "A camera on the signal box kept its shutter open whenever a ferry passed. Ninety-four nights lie on top of each other; the timetable shows as bright ribs, delays as fringe.",
    ],
  },
  {
    slug: "paper-moon",
    name: "Paper moon",
    hue: 35,
    summary: "A lantern for a reading room that dims when nobody reads.",
    facts: { Place: "City library", Hours: "Opening hours", Made: "Paper, brass, one lamp" },
    text: [
      "Pages turning are a sound. The lantern listens for it, and for nothing else: it brightens over readers and forgets them softly when they leave.",
    ],
  },
  {
    slug: "night-train",
    name: "Night train",
    hue: 225,
    summary: "A title sequence drawn on the windows of a moving carriage.",
    facts: { Place: "Somewhere after Ulm", Hours: "02:10 to 05:40", Made: "Film, 90 seconds" },
    text: [
      "Twelve letters, one torch, and a guard with patience. Each letter took one station's distance to write.",
    ],
  },
  {
    slug: "slow-signal",
    name: "Slow signal",
    hue: 330,
    summary: "A site that loads at the speed of a lighthouse, on purpose.",
    facts: { Place: "The web", Hours: "Always", Made: "Code, 11 kilobytes" },
    text: [
      "One beam crosses the page every ten seconds, and you may read what it lights. People stay four minutes on average, which is three and a half longer than they meant to.",
    ],
  },
];
