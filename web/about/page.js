// @ts-check
/** The About page: version, source, licence, what is stored where, help, how to cite. Made when it is first opened. */
import {$} from "../page/dom.js";
import {make} from "../projects/elements.js";
import {drawIn} from "../projects/storage.js";
import {words} from "../words/about.js";

const DOCS = "docs/";

/** @returns {string} where the source of a page on GitHub Pages is; empty where that cannot be known */
export function sourceOf({hostname, pathname} = location) {
  const owner = /^([\w-]+)\.github\.io$/.exec(hostname)?.[1];
  const name = pathname.split("/")[1];
  return owner ? `https://github.com/${owner}/${name && !name.includes(".") ? name : `${owner}.github.io`}` : "";
}

/** @param {string} text @param {string} href @returns {HTMLAnchorElement} that opens beside the page, which has work in it */
const link = (text, href) => make("a", {href, target: "_blank", rel: "noopener"}, text);

/** @param {string} title @param {...(Node | string)} inside */
const section = (title, ...inside) => make("section", {class: "sec"}, make("h2", {}, title), ...inside);

/** @param {Record<string, string | Node>} facts */
const list = (facts) => make("dl", {class: "facts under"},
  ...Object.entries(facts).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));

/** @param {string} version */
function bibtex(version) {
  const source = sourceOf();
  const lines = ["@software{elmweb,", "  title = {elmweb: Extreme Learning Machines in a web page},", "  author = {{elmweb contributors}},",
    `  version = {${version}},`, ...(source ? [`  url = {${source}},`] : []), "}"];
  return lines.join("\n");
}

/** Say it all as it is now. */
export function draw() {
  const place = $("about"), version = place.dataset.version ?? "", source = sourceOf();
  const hasDocs = "docs" in document.documentElement.dataset;
  const storage = make("div", {class: "storage gapped under"});
  place.replaceChildren(
    make("p", {class: "lead"}, words.lead),
    section(words.thisCopy, list({
      [words.version]: version,
      [words.licence]: words.ofLicence,
      [words.source]: source ? link(source.replace("https://", ""), source) : words.noSource,
    })),
    section(words.privacy,
      make("p", {class: "under"}, words.ofPrivacy),
      make("p", {class: "under"}, words.kept), storage),
    section(words.help, make("ul", {class: "how under"},
      ...(hasDocs ? [
        make("li", {}, link(words.documentation[0], DOCS), words.documentation[1]),
        make("li", {}, link(words.words[0], `${DOCS}words.html`), words.words[1]),
      ] : []),
      make("li", {}, make("a", {href: "#/learn/guide"}, words.guide[0]), words.guide[1]),
      ...(source ? [make("li", {}, link(words.problem[0], `${source}/issues`), words.problem[1])] : []),
    )),
    section(words.cite,
      make("p", {class: "under"}, words.ifHelped),
      make("pre", {class: "cite", tabindex: "0", role: "region", "aria-label": words.bibtex}, bibtex(version)),
      make("p", {class: "under"}, words.method,
        link("doi:10.1016/j.neucom.2005.12.126", "https://doi.org/10.1016/j.neucom.2005.12.126"))),
    section(words.madeWith, list(words.parts)),
  );
  drawIn(storage);
}
