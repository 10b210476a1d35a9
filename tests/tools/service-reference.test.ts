import { expect } from "chai";
import { problemsIn } from "../support/problems";
import { serviceSettings } from "../../components/app-service/settings";
import { tiers } from "../../stacks/tiers";
import { exampleServices, serviceKeys } from "../../tools/service-reference";

describe("the page about services", () => {
  it("has examples that the schema takes", () => {
    expect(problemsIn(serviceSettings(tiers.production.services), exampleServices())).to.deep.equal([]);
  });

  it("says for every key what it means, and shows it or a key below it", () => {
    const rows = [...serviceKeys().values()].flat();
    const shown = rows.filter(({ example }) => example !== "").map(({ path }) => path);
    const without = rows.filter(
      ({ path }) => !shown.some((one) => one === path || one.startsWith(`${path}.`) || one.startsWith(`${path}[]`)),
    );
    expect(without.map(({ path }) => path)).to.deep.equal([]);
    expect(
      rows.filter(({ meaning, path }) => meaning === "" && !path.endsWith("<name>")).map(({ path }) => path),
    ).to.deep.equal([]);
  });
});
