import { dirname, join, normalize } from "node:path";
import { expect } from "chai";
import { pages, textOf } from "./support/commands";
import { isThere } from "./support/facts";

/** Anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Text without blocks of code, in which a # is a comment and brackets are the shell's. */
const prose = (page: string) => textOf(page).replace(/^ *```[^]*?^ *```/gm, "");

describe("the pages of the documentation", () => {
  for (const page of pages()) {
    it(`${page} links to what is there`, () => {
      for (const [, target = ""] of prose(page).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? page : normalize(join(dirname(page), path));
        expect(isThere(file), target).to.equal(true);
        if (anchor !== undefined && file.endsWith(".md")) expect(anchorsOf(file), target).to.include(anchor);
      }
    });

    it(`${page} names files of the repository that are there`, () => {
      const paths = /`((?:components|docs|examples|policies|preview|stacks|tests|tools|\.github)\/[\w./-]+)`/g;
      for (const [, path = ""] of prose(page).matchAll(paths)) expect(isThere(path), path).to.equal(true);
    });
  }

  it("are each linked from the index of the README, or from a page that is", () => {
    const linked = new Set<string>();
    const follow = (page: string): void => {
      if (linked.has(page)) return;
      linked.add(page);
      for (const [, target = ""] of prose(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
        const file = normalize(join(dirname(page), target));
        if (file.endsWith(".md") && isThere(file)) follow(file);
        else if (isThere(join(file, "README.md"))) follow(join(file, "README.md"));
      }
    };
    follow("README.md");
    expect(pages().filter((page) => !linked.has(page))).to.deep.equal([]);
  });
});
