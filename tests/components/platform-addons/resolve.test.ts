import { expect } from "chai";
import fc from "fast-check";
import { waves } from "../../../components/platform-addons/addon";
import { loweredLevels, platformNamespaces } from "../../../components/platform-addons/namespaces";
import { addonProblems, resolveAddons } from "../../../components/platform-addons/resolve";
import { withDefinitions } from "../../../components/platform-addons/select";
import { anAddon, leastSettings, selection, surroundings } from "./builders";

const names = (selected: Parameters<typeof resolveAddons>[0]) =>
  resolveAddons(selected, surroundings()).map(({ addon }) => addon.name);

describe("order and conflicts of add-ons", () => {
  it("installs by wave, then what is needed before what needs it, then by name", () => {
    const zulu = anAddon({ name: "zulu", wave: waves.certificates });
    const alpha = anAddon({ name: "alpha", needs: [{ addon: "bravo", why: "it asks it" }] });
    const bravo = anAddon({ name: "bravo" });
    expect(names([alpha, bravo, zulu])).to.deep.equal(["zulu", "bravo", "alpha"]);
  });

  it("labels a chart's objects with team and cost centre where the chart takes labels; a stack's values win", () => {
    const owned = (values: Record<string, unknown>) => {
      const { addon, settings } = anAddon({ name: "one", labelsAt: ["global.labels", "podLabels"] });
      return resolveAddons([{ addon, settings: { ...settings, values } }], surroundings())[0]?.values["global"];
    };
    const { team, costCenter } = surroundings().facts.platform;
    const labels = { "platform/team": team, "platform/cost-center": costCenter };
    expect(owned({})).to.deep.equal({ labels });
    expect(owned({ global: { labels: { "platform/team": "shop" } } })).to.deep.equal({
      labels: { ...labels, "platform/team": "shop" },
    });
  });

  it("gives the same order whatever the order in the YAML", () => {
    const all = ["delta", "alpha", "echo", "bravo"].map((name, index) =>
      anAddon({ name, wave: index % 2 ? waves.certificates : waves.services }),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(names(order)).to.deep.equal(["alpha", "bravo", "delta", "echo"]);
      }),
    );
  });

  it("an add-on waits for every earlier wave and for what it needs, and for nothing else", () => {
    const selected = [
      anAddon({ name: "first", wave: waves.certificates }),
      anAddon({ name: "needed" }),
      anAddon({ name: "needy", needs: [{ addon: "needed", why: "it asks it" }] }),
      anAddon({ name: "stranger" }),
    ];
    const needy = resolveAddons(selected, surroundings()).find(({ addon }) => addon.name === "needy");
    expect(needy?.after).to.deep.equal(["first", "needed"]);
  });

  it("a circle of needs is an error that names the circle", () => {
    const one = anAddon({ name: "one", needs: [{ addon: "two", why: "x" }] });
    const two = anAddon({ name: "two", needs: [{ addon: "one", why: "x" }] });
    expect(() => names([one, two])).to.throw("one, two");
  });

  it("a missing need is a problem that says why and what to add", () => {
    expect(addonProblems([anAddon({ name: "a", needs: [{ addon: "b", why: "it asks b" }] })])).to.deep.equal([
      { addon: "a", why: "needs b, because it asks b", set: '"b: {}" beside it' },
    ]);
  });

  it("two that exclude each other are a problem", () => {
    const karpenter = anAddon({ name: "one", excludes: [{ addon: "two", why: "both move nodes" }] });
    expect(addonProblems([karpenter, anAddon({ name: "two" })])).to.deep.equal([
      { addon: "one", why: "can't be together with two, because both move nodes", set: "only one of one and two" },
    ]);
    expect(addonProblems([karpenter])).to.deep.equal([]);
  });

  it("adds the definitions that a set needs, and nothing else that is missing", () => {
    const needy = anAddon({
      name: "needy",
      needs: ["gateway-api-crds", "metrics-server"].map((addon) => ({ addon, why: "it asks it" })),
    });
    expect(withDefinitions([needy]).map(({ addon }) => addon.name)).to.deep.equal(["needy", "gateway-api-crds"]);
  });

  it("values of the stack go over those of the platform, key by key", () => {
    const selected = anAddon({ name: "a", values: () => ({ image: { tag: "1", pull: "Always" }, list: [1, 2] }) });
    selected.settings.values = { image: { tag: "2" }, list: [3] };
    expect(resolveAddons([selected], surroundings())[0]?.values).to.deep.equal({
      image: { tag: "2", pull: "Always" },
      list: [3],
    });
  });
});

describe("namespaces of add-ons", () => {
  const restricted = anAddon({ name: "quiet" });
  const host = anAddon({
    name: "prober",
    namespaces: () => [{ name: "system", podSecurity: "privileged", reason: "reads the host's files" }],
  });

  it("TB-N8, SS-N8: a shared namespace gets the least strict level, with the reason of who asks for it", () => {
    expect(platformNamespaces([restricted, host])).to.deep.equal([
      {
        name: "system",
        podSecurity: "privileged",
        reason: "prober: reads the host's files",
        keeps: undefined,
        addons: ["prober", "quiet"],
      },
    ]);
  });

  it("reports whose level was lowered", () => {
    expect(loweredLevels([restricted, host])).to.deep.equal([
      "Namespace system enforces privileged (prober: reads the host's files), less than quiet could have in a namespace of its own.",
    ]);
    expect(loweredLevels([restricted])).to.deep.equal([]);
  });

  it("a restricted namespace has no reason", () => {
    expect(platformNamespaces([restricted])[0]?.reason).to.equal(undefined);
  });
});

describe("who installs a chart", () => {
  it("TB-88: what goes wrong in Argo CD's hands stays with the program, whoever delivers the rest", () => {
    // Vault waits for somebody to initialize it, and later waves would wait with it; the other writes into its webhooks.
    const policies = { "policy-controller": leastSettings["policy-controller"] };
    const raw = { "argo-cd": { delivers: "all" }, "cert-manager": {}, "metrics-server": {}, vault: {}, ...policies };
    const all = resolveAddons(selection(raw), surroundings());
    const program = all.filter(({ addon, deliverer }) => addon.chart && deliverer === "pulumi");
    expect(program.map(({ addon }) => addon.name)).to.deep.equal(["argo-cd", "policy-controller", "vault"]);
    expect(all.find(({ addon }) => addon.name === "policy-controller")?.delivery.kind).to.equal("release");
  });
});
