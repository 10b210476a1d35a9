import { expect } from "chai";
import { runPolicies } from "../../preview/policy-run";
import { asEngine } from "../../preview/remote-children";
import { rules } from "../../policies/rules";
import { type Diagnostic, PackServer } from "./support/engine";
import { changed, distinctPlaces } from "./support/mutations";
import { production, productionConfig } from "./support/production";
import { today, unknown } from "./support/workloads";

const sorted = (all: Diagnostic[]) =>
  all.map(({ policy, level, urn, message }) => `${policy} ${level} ${urn} ${message}`).sort();

describe("the pack's server, over the production stack", function () {
  this.timeout(300_000);
  let server: PackServer;

  before(async () => {
    server = await PackServer.start("policies");
  });
  after(() => server?.stop());

  it("gives every rule's verdicts of the offline run: on the stack, and on hundreds of resources with a fault", async () => {
    const resources = asEngine((await production()).resources);
    // Values of another type and unknown values, spread over all types: there is something to say by most rules.
    const places = distinctPlaces(resources).filter((_, index) => index % 6 === 0);
    const faulty = places.map((place, index) =>
      changed(place, index % 3 === 0 ? unknown : { fault: true }, `${place.resource.urn}-${index}`),
    );
    const all = [...resources.filter(({ type }) => type.endsWith(":Namespace")), ...resources, ...faulty];
    const distinct = [...new Map(all.map((one) => [one.urn, one])).values()];
    const offline = await runPolicies({
      resources: distinct,
      stack: "test",
      project: "platform",
      config: productionConfig,
      rules,
      today,
    });
    expect(offline.problems).to.deep.equal([]);
    await server.configure(rules, productionConfig, today);
    const found: Diagnostic[] = [];
    for (const one of distinct) {
      found.push(...(await server.analyze(one)));
    }
    found.push(...(await server.analyzeStack(distinct, false)));
    expect(sorted(found)).to.deep.equal(sorted(offline.findings));
    expect(new Set(found.map(({ policy }) => policy)).size).to.be.above(rules.length / 2);
  });
});
