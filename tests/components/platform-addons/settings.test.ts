import { expect } from "chai";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { splitRemedy } from "../../../components/shared/problem";
import { problemsOf } from "../../../stacks/problems";
import { retiredAddons } from "../../../components/platform-addons/registry";
import { addonsOf } from "./builders";

const schema = addonsSettings({ replicas: 2 });

function problems(raw: unknown) {
  const parsed = schema.safeParse(raw);
  return parsed.success ? [] : problemsOf(parsed.error, raw, schema);
}

describe("settings of add-ons", () => {
  it("{} takes the tier's replicas and the add-on's own namespace", () => {
    expect(addonsOf({ "metrics-server": {} })["metrics-server"]).to.deep.equal({
      namespace: "system",
      replicas: 2,
      values: {},
    });
  });

  it("nothing is installed that is not named", () => {
    expect(addonsOf({})).to.deep.equal({});
  });

  it("a misspelt name is met with the one that was meant", () => {
    const [problem, ...rest] = problems({ "metric-server": {} });
    expect(rest).to.deep.equal([]);
    expect(problem).to.include({
      path: "metric-server",
      why: 'unknown key "metric-server"; did you mean "metrics-server"?',
    });
  });

  it("a name that is like none gets the way to the table and to a chart of one's own, and no list", () => {
    const [problem] = problems({ "sql-exporter": {} });
    expect(problem?.why).to.equal('unknown key "sql-exporter"');
    expect(problem?.set).to.match(/^a name of the table of add-ons in README\.md, .*addons\.argo-cd\.applications/);
  });

  it("a retired name is never what was meant", () => {
    const [problem] = problems({ "ingress-ngnix": {} });
    expect(problem?.why).to.equal('unknown key "ingress-ngnix"');
  });

  it("an unknown key of an add-on is refused with its path", () => {
    expect(problems({ "metrics-server": { replica: 3 } })).to.have.length(1);
    expect(problems({ "metrics-server": { replica: 3 } })[0]?.path).to.equal("metrics-server.replica");
  });

  for (const [name, { why, successor }] of Object.entries(retiredAddons)) {
    it(`${name} is retired and its successor named`, () => {
      const [problem, ...rest] = problems({ [name]: {} });
      expect(rest).to.deep.equal([]);
      expect(problem).to.include({ path: name, why, set: successor });
      expect(splitRemedy(why).set).to.equal(undefined);
    });
  }

  for (const namespace of ["default", "kube-system", "Upper", "a.b"]) {
    it(`namespace ${namespace} is refused`, () => {
      expect(problems({ "metrics-server": { namespace } }).map(({ path }) => path)).to.deep.equal([
        "metrics-server.namespace",
      ]);
    });
  }

  it("replicas are 1 to 10", () => {
    expect(problems({ "metrics-server": { replicas: 0 } })).to.have.length(1);
    expect(problems({ "metrics-server": { replicas: 11 } })).to.have.length(1);
    expect(problems({ "metrics-server": { replicas: 10 } })).to.deep.equal([]);
  });
});
