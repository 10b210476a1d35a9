import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { planOfText, shown } from "../../tools/shown";
import { root, textOf } from "./support/commands";

const page = textOf("docs/releases.md");

interface Rollout {
  spec: { strategy: { canary: { steps: { setWeight?: number }[]; analysis?: object } } };
}

describe("docs/releases.md", () => {
  it("MP-13: a copy of staging with the tier development is a stack that may be built", async () => {
    expect(page).to.contain("a copy of `Pulumi.staging.yaml`");
    const staging = readFileSync(join(root, "Pulumi.staging.yaml"), "utf8");
    const copy = staging.replace("platform:tier: staging", "platform:tier: development");
    const { findings, config } = await planOfText("development", copy);
    expect(config.tier).to.equal("development");
    const mandatory = findings.filter(({ level, kind }) => level === "mandatory" && kind === "violation");
    expect(mandatory).to.deep.equal([]);
  });

  it("VC-81, TB-95: the canary of the page is that of production, and is judged", async () => {
    const { plan } = await shown("production");
    const rollout = plan.resources.find(({ type, name }) => type.endsWith(":Rollout") && name.startsWith("api"));
    const { canary } = (rollout?.inputs as unknown as Rollout).spec.strategy;
    const weights = canary.steps.flatMap(({ setWeight }) => setWeight ?? []);
    expect(page).to.contain(`steps: [${weights.map((weight) => `{ weight: ${weight}, pause: 3m }`).join(", ")}]`);
    expect(page).to.contain(`gets ${weights.map((weight) => `${weight} %`).join(" of the requests, then ")}`);
    expect(canary.analysis).to.not.equal(undefined);
  });

  it("VC-82: names every add-on that is a release of Helm, and no other", async () => {
    const { plan } = await shown("production");
    const releases = plan.resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    const named: Record<string, string> = {
      "addons-argo-cd": "Argo CD",
      "addons-cert-manager": "cert-manager",
      "addons-envoy-gateway": "Envoy Gateway",
      "addons-policy-controller": "the policy controller",
    };
    expect(releases.map(({ name }) => name)).to.have.members(Object.keys(named));
    const [, sentence = ""] = /\(`helm list --all-namespaces`: ([^)]*)\)/.exec(page) ?? [];
    for (const title of Object.values(named)) expect(sentence.replace(/\s+/g, " ")).to.contain(title);
  });
});
