import { expect } from "chai";
import { catalog } from "../../../components/platform-addons/registry";
import { namespacesOf, resolveAddons } from "../../../components/platform-addons/resolve";
import { platformNamespaces } from "../../../components/platform-addons/namespaces";
import { problemsIn } from "../../support/problems";
import { selection, surroundings } from "./builders";

function falco(settings: Record<string, unknown> = {}, beside: Record<string, unknown> = {}) {
  const found = resolveAddons(selection({ falco: settings, ...beside }), surroundings()).find(
    ({ addon }) => addon.name === "falco",
  );
  if (!found) throw new Error("no falco");
  return { ...found, values: found.values as Record<string, any> };
}

describe("falco", () => {
  it("KP-45: watches every node, whatever its taints, before anything that could be evicted", () => {
    const { tolerations, nodeSelector, podPriorityClassName } = falco().values;
    expect(tolerations).to.deep.equal([{ operator: "Exists" }]);
    expect(nodeSelector).to.equal(undefined);
    expect(podPriorityClassName).to.equal("system-node-critical");
  });

  it("KP-45: has a privileged namespace of its own, with the reason", () => {
    expect(namespacesOf(selection({ falco: {} })).map(({ namespace }) => namespace.podSecurity)).to.deep.equal([
      "privileged",
    ]);
    expect(platformNamespaces(selection({ falco: {} }))[0]?.reason).to.match(/^falco: the sensor loads a program/);
  });

  it("SS-56: loads no kernel module, has four capabilities and one socket of the host", () => {
    const { driver, collectors } = falco().values;
    expect(driver).to.deep.equal({
      kind: "modern_ebpf",
      loader: { enabled: false },
      modernEbpf: { leastPrivileged: true },
    });
    const { engines } = collectors.containerEngine;
    expect(Object.keys(engines).filter((engine) => engines[engine].enabled)).to.deep.equal(["cri"]);
    expect(engines.cri.sockets).to.deep.equal(["/run/containerd/containerd.sock"]);
    expect(falco({ leastPrivileged: false }).values.driver.modernEbpf.leastPrivileged).to.equal(false);
  });

  it("KP-45: each match is counted, where there is somebody to scrape; observability makes the alert", () => {
    expect(falco().objects.map(({ kind }) => kind)).to.deep.equal(["NetworkPolicy"]);
    expect(falco({}, { "prometheus-operator-crds": {} }).values.serviceMonitor.create).to.equal(true);
  });

  it("takes rules of the stack's own, by file name", () => {
    const rules = { "shells.yaml": "- rule: shell" };
    expect(falco({ rules }).values.customRules).to.deep.equal(rules);
    const schema = catalog.falco.settings({ replicas: 2 });
    expect(problemsIn(schema, { rules: { shells: "- rule: shell" } })[0]?.path).to.equal("rules.shells");
    expect(problemsIn(schema, { priority: "loud" })[0]?.path).to.equal("priority");
  });
});
