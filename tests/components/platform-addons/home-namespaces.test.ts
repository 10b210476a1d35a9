import { expect } from "chai";
import { type AddonName, catalog } from "../../../components/platform-addons/registry";
import { parseStack } from "../../../stacks/config";
import { stackConfig } from "../../support/stack-config";
import { leastSettings, selection } from "./builders";

/** Namespace of an add-on that says nothing, by the requirement that names it. */
const homes: [string, AddonName, string][] = [
  ["SS-12", "aws-load-balancer-controller", "ingress-system"],
  ["SS-13", "cert-manager", "cert-manager"],
  ["SS-14", "external-dns", "external-dns"],
  ["SS-15", "secrets-store-csi-driver", "secrets-management"],
  ["TB-14", "argo-cd", "argocd"],
  ["TB-17", "karpenter", "karpenter"],
  ["TB-18", "keda", "keda"],
];

describe("namespaces that add-ons have by default", () => {
  for (const [id, name, namespace] of homes) {
    it(`${id}: ${name} is in ${namespace}, and a stack may move it`, () => {
      const of = (more: object) => selection({ [name]: { ...leastSettings[name], ...more } })[0]?.settings.namespace;
      expect(catalog[name].name).to.equal(name);
      expect([of({}), of({ namespace: "elsewhere" })]).to.deep.equal([namespace, "elsewhere"]);
    });
  }

  it("SS-17, TB-16: what writes logs is in logging, and what reads the files of a node apart in logging-host", () => {
    const { config } = parseStack("production", { ...stackConfig("production"), today: "2026-11-21" });
    const at = (name: string) => config.resolvedAddons.find(({ addon }) => addon.name === name)?.namespace;
    expect(at("fluent-bit-events")).to.equal("logging");
    expect(at("fluent-bit")).to.equal("logging-host");
    expect(at("loki")).to.equal("logging");
  });
});
