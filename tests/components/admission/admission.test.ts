import { expect } from "chai";
import { Admission, type AdmissionArgs } from "../../../components/admission/admission";
import { admissionPolicies, admissionRules } from "../../../components/admission/policies";
import { admissionSettings } from "../../../components/admission/settings";
import { rules } from "../../../policies/rules";
import { scopeOf, scopes } from "../../../policies/support/rule";
import { packSettings, settingsOf } from "../../../stacks/pack-config";
import { parseStack } from "../../../stacks/config";
import { platformContext } from "../../support/builders";
import { problemsIn } from "../../support/problems";
import { recorded } from "../../support/record";
import { stackConfig } from "../../support/stack-config";

const policyType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
const bindingType = `${policyType}Binding`;
const settings = admissionSettings({ mode: "deny" });

const build = (deviation: Partial<AdmissionArgs> = {}) =>
  recorded(
    () =>
      new Admission("admission", {
        context: platformContext(),
        settings: settings.parse(undefined),
        pack: settingsOf({ "required-labels": { labels: ["platform/team"] } }),
        addonNamespaces: ["falco", "cert-manager"],
        makers: ["system:serviceaccount:cnpg-system:cloudnative-pg"],
        ...deviation,
      }),
  );

/** Kinds whose objects are pods, make pods or hold them: what the rules of the pack on pods and namespaces are about. */
const judgedKinds = ["core/v1:Pod", "apps/v1:Deployment", "batch/v1:CronJob", "core/v1:Namespace"];

/** Rules on pods and namespaces that no policy of the API server can have, and why. */
const notInTheCluster: Record<string, string> = {
  "request-within-limit": "the API server refuses it itself",
  "selector-labels": "the API server refuses it itself",
  replicas: "whether one pod is too few is decided by its autoscaler, another object",
  "disruption-budget": "about two objects",
  "disruption-budget-drains": "about two objects",
  spread: "whether it is needed depends on the replicas",
  "autoscaler-target": "about two objects",
  "rollout-keeps-serving": "the fewest pods are decided by its autoscaler, another object",
  "quota-fits-maximum": "about all objects of a namespace",
  "namespace-has-quota": "the quota comes after its namespace",
  "namespace-has-limit-range": "the limit range comes after its namespace",
  "network-policy-coverage": "about two objects",
  "namespace-default-deny": "the policy comes after its namespace",
  "service-selects": "about two objects",
  "no-retired-components": "what runs already must go on running; the pack refuses it before it does",
  "waivers-are-valid": "CEL knows no date",
};

describe("Admission", () => {
  it("KP-46: has every rule of the pack on pods and namespaces that one object can be judged by", () => {
    // By what a rule is about and not by its tags: a new one is in one of the two lists, whatever it is called.
    const ofPods = rules.filter((rule) => {
      const podSecurity = rule.framework?.name === "Kubernetes Pod Security Standards";
      return !podSecurity && scopes.has(rule) && judgedKinds.some((kind) => scopeOf(rule)(`kubernetes:${kind}`));
    });
    const named = new Set([...admissionRules.map(({ name }) => name), ...Object.keys(notInTheCluster)]);
    expect([...named].sort()).to.deep.equal(ofPods.map(({ name }) => name).sort());
  });

  it("KP-46: judges the subresources by which containers come into a pod that runs, or change in it", () => {
    const { spec } = admissionPolicies(settingsOf({}), []).find(({ subject }) => subject === "workloads") ?? {};
    const { resourceRules } = spec?.["matchConstraints"] as { resourceRules: { resources: string[] }[] };
    const resources = resourceRules.flatMap((rule) => rule.resources);
    expect(resources).to.include.members(["pods", "pods/ephemeralcontainers", "pods/resize"]);
  });

  it("KP-46: has the levels and figures of the pack where its config says none", () => {
    for (const rule of admissionRules) {
      const twin = rules.find(({ name }) => name === rule.name);
      const own = Object.entries(twin?.configSchema?.properties ?? {})
        // The cluster knows its namespaces, and fills nothing in.
        .filter(([key, schema]) => schema.default !== undefined && !["namespaceLevels", "fill"].includes(key))
        .map(([key, schema]) => [key, schema.default]);
      expect(rule.defaults, rule.name).to.deep.equal(Object.fromEntries(own));
      expect(rule.level, rule.name).to.equal(twin?.enforcementLevel);
    }
  });

  it("KP-46: one policy for each subject and level, each held everywhere but at Kubernetes and at add-ons", async () => {
    const program = await build();
    expect(program.ofType(policyType).map(({ name }) => name)).to.have.members([
      "admission-platform-workloads",
      "admission-platform-workloads-advice",
      "admission-platform-namespaces",
      "admission-platform-config-maps",
    ]);
    const bindings = program.ofType(bindingType).map(({ name }) => {
      const { spec } = program.inputs(bindingType, name);
      const [only] = spec.matchResources.namespaceSelector.matchExpressions;
      return [
        name.replace("admission-platform-", ""),
        spec.validationActions.join(),
        only.operator,
        only.values.join(),
      ];
    });
    const kubernetes = "kube-node-lease,kube-public,kube-system";
    expect(bindings).to.have.deep.members([
      ["workloads", "Deny,Audit", "NotIn", `${kubernetes},cert-manager,falco`],
      ["workloads-noted", "Audit", "In", "cert-manager,falco"],
      ["workloads-advice", "Warn,Audit", "NotIn", `${kubernetes},cert-manager,falco`],
      ["namespaces", "Deny,Audit", "NotIn", kubernetes],
      ["config-maps", "Deny,Audit", "NotIn", `${kubernetes},cert-manager,falco`],
      ["config-maps-noted", "Audit", "In", "cert-manager,falco"],
    ]);
    const { metadata } = program.inputs(bindingType, "admission-platform-workloads-noted");
    expect(metadata.annotations["platform/reason"]).to.equal(
      "falco: pods of charts of others; cert-manager: pods of charts of others",
    );
  });

  it("KP-46: pods of operators and of the cluster's controllers were judged by their template", async () => {
    const { spec } = (await build()).inputs(policyType, "admission-platform-workloads");
    const [, made] = spec.matchConditions;
    expect(made.expression).to.contain(
      '["system:kube-controller-manager","system:serviceaccount:cnpg-system:cloudnative-pg"]',
    );
    expect(spec.failurePolicy).to.equal("Fail");
  });

  it("KP-46: a milder mode than the tier's needs a reason, which stands in the cluster", async () => {
    expect(problemsIn(settings, { mode: "warn" })).to.deep.equal([
      {
        path: "mode",
        given: '"warn"',
        why: "is milder than what the tier says, deny",
        set: "deny, or a reason beside it",
      },
    ]);
    const mild = settings.parse({ mode: "warn", reason: "the first month", exempt: { legacy: "moves in May" } });
    const program = await build({ settings: mild });
    const { metadata, spec } = program.inputs(bindingType, "admission-platform-workloads");
    expect(spec.validationActions).to.deep.equal(["Warn", "Audit"]);
    expect(metadata.annotations["platform/reason"]).to.match(/^the first month; .*legacy: moves in May$/);
  });

  it("KP-46: levels, figures and exemptions are those of the file that the pack is given", () => {
    const pack = packSettings("production", "production");
    const { level, config, waivers } = pack("liveness-patience");
    expect({ level, config }).to.deep.equal({ level: "mandatory", config: { minSeconds: 30 } });
    expect(waivers).to.include("Deployment/argocd/argo-cd-redis-ha-haproxy");
    expect(pack("secrets-as-files").level).to.equal("advisory");
    expect(packSettings("somewhere", "staging")("grace-period").level).to.equal("advisory");
    expect(packSettings("somewhere", "nowhere")("grace-period")).to.deep.equal({
      level: undefined,
      config: {},
      waivers: [],
    });
    const disabled = admissionPolicies(settingsOf({ all: "disabled", "image-tag": "mandatory" }), []);
    expect(disabled.map(({ name }) => name)).to.deep.equal(["platform-workloads"]);
    expect((disabled[0]?.spec["validations"] as unknown[]).length).to.equal(1);
  });

  it("KP-46: a stack says it under platform:admission, and a tier what is said by default", () => {
    const of = (tier: string) => parseStack("test", { ...stackConfig("staging"), tier, cost: {} }).config.admission;
    expect(of("production")).to.deep.equal({ mode: "deny", exempt: {} });
    expect(of("staging")).to.deep.equal({ mode: "deny", exempt: {} });
  });
});
