import { projects } from "/assets/projects.js";
import { painting } from "/assets/painting.js";

const main = document.getElementById("main");

/** An element with attributes and children; text children are never read as HTML. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function card(project) {
  return el("li", {},
    el("a", { class: "card", href: `/work/${project.slug}` },
      painting(project),
      el("div", {}, el("h3", {}, project.name), el("p", {}, project.summary))));
}

const pages = {
  home() {
    return ["Lightbrush: we paint with light",
      el("section", { class: "hero" },
        el("img", { src: "/assets/hero.svg", alt: "Strokes of light over a dark horizon", width: 1200, height: 520 }),
        el("div", {},
          el("h1", {}, "We paint with light."),
          el("p", { class: "lead" }, "Films, installations and the pages that go with them, from one small studio."))),
      el("section", { class: "wrap" },
        el("h2", {}, "Lately on the wall"),
        el("ul", { class: "grid" }, ...projects.slice(0, 3).map(card)))];
  },

  work() {
    return ["Work",
      el("section", { class: "wrap" },
        el("h1", {}, "Work"),
        el("p", { class: "lead" }, "Each picture below is drawn from the project's name; no two names make the same one."),
        el("ul", { class: "grid" }, ...projects.map(card)))];
  },

  project(slug) {
    const at = projects.findIndex((project) => project.slug === slug);
    if (at < 0) return pages.missing();
    const project = projects[at];
    const next = projects[(at + 1) % projects.length];
    return [project.name,
      el("article", { class: "wrap" },
        el("h1", {}, project.name),
        painting(project, "art"),
        el("dl", { class: "facts" },
          ...Object.entries(project.facts).map(([term, fact]) =>
            el("div", {}, el("dt", {}, term), el("dd", {}, fact)))),
        ...project.text.map((paragraph) => el("p", {}, paragraph)),
        el("p", { class: "more" },
          el("a", { href: "/work" }, "All work"),
          el("a", { href: `/work/${next.slug}` }, `Next: ${next.name}`)))];
  },

  about() {
    return ["About",
      el("section", { class: "wrap" },
        el("h1", {}, "About"),
        el("p", { class: "lead" }, "Three people, one dark room, and every kind of lamp that can be carried up a stair."),
        el("p", {}, "A light brush is a lamp moved by hand before an open shutter. What stays on the film is the movement. We have worked that way since our first borrowed camera, and we build screens, rooms and sites in the same spirit: one clear gesture, left to glow."),
        el("ul", { class: "steps" },
          el("li", {}, el("strong", {}, "Look"), "We walk through the place at the hour it will be used."),
          el("li", {}, el("strong", {}, "Sketch"), "Ten long exposures in a night, pinned up in the morning."),
          el("li", {}, el("strong", {}, "Make"), "Film, projection or code: whichever says it with least."),
          el("li", {}, el("strong", {}, "Leave"), "It has to run without us. Nobody should notice an update."))) ];
  },

  contact() {
    return ["Contact",
      el("section", { class: "wrap" },
        el("h1", {}, "Contact"),
        el("p", { class: "lead" }, "Tell us about the place, the hour, and who will stand there."),
        el("p", {}, el("a", { class: "button", href: "mailto:studio@lightbrush.example" }, "studio@lightbrush.example")),
        el("p", {}, "Lightbrush, The Old Signal Box, Harbour Lane 7. Visits by arrangement, after dark."))];
  },

  missing() {
    return ["Not found",
      el("section", { class: "wrap" },
        el("h1", {}, "Nothing exposed here"),
        el("p", { class: "lead" }, "There is no page at this address."),
        el("p", {}, el("a", { href: "/" }, "Back to the start")))];
  },
};

function pageOf(path) {
  const [, first = "", second] = path.replace(/\/+$/, "").split("/");
  if (first === "" || first === "index.html") return pages.home();
  if (first === "work") return second ? pages.project(decodeURIComponent(second)) : pages.work();
  return first === "about" || first === "contact" ? pages[first]() : pages.missing();
}

function show(path) {
  const [title, ...content] = pageOf(path);
  document.title = title.startsWith("Lightbrush") ? title : `${title} · Lightbrush`;
  main.replaceChildren(...content);
  for (const link of document.querySelectorAll("nav a")) {
    const here = path === link.pathname || path.startsWith(`${link.pathname}/`);
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const ours = link && link.origin === location.origin && !link.hash && !link.target;
  if (!ours || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.pathname !== location.pathname) history.pushState(null, "", link.pathname);
  show(link.pathname);
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
});

addEventListener("popstate", () => show(location.pathname));
show(location.pathname);
