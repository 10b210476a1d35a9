import { expect } from "chai";
import { claimsAbout, type SettingCase } from "./support/cases";
import { compliant } from "./support/compliant";
import { set, unknown } from "./support/workloads";
import { says } from "./support/stack";

const role = "kubernetes:rbac.authorization.k8s.io/v1:Role";
const binding = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";

/** A role with one rule. */
function granting(verbs: unknown, resources: unknown, more: Record<string, unknown> = {}) {
  const one = compliant(role, "api");
  set(one.inputs, "rules", [{ apiGroups: [""], verbs, resources, ...more }]);
  return one;
}

describe("a role", () => {
  const settings: SettingCase[] = ["verbs", "resources", "apiGroups"].map((key) => ({
    rule: "rbac-no-wildcards",
    type: role,
    at: `rules.0.${key}.0`,
    bad: ["*", ...(key === "apiGroups" ? [] : [""])],
    fine: ["configmaps"],
    alsoHit: ["rbac-no-secrets", "rbac-no-escalation"],
  }));
  for (const { title, holds } of settings.flatMap(claimsAbout)) {
    it(title, holds);
  }

  it("reads Secrets by name only", async () => {
    const of = (...args: Parameters<typeof granting>) => says("rbac-no-secrets", [granting(...args)]);
    for (const verb of ["get", "list", "watch", "*"]) {
      expect(await of([verb], ["configmaps", "secrets"]), verb).to.have.length(1);
      expect(await of([verb], ["*"]), verb).to.have.length(1);
    }
    expect(await of(["get"], ["secrets"], { resourceNames: ["one"] })).to.deep.equal([]);
    expect(await of(["list"], ["secrets"], { resourceNames: ["one"] })).to.have.length(1);
    expect(await of(["create"], ["secrets"])).to.deep.equal([]);
    expect(await of(["get"], ["secrets"], { apiGroups: ["apps"] })).to.deep.equal([]);
  });

  it("can't get more permissions, or into pods", async () => {
    const risky: [string, string, string][] = [
      ["escalate", "clusterroles", "rbac.authorization.k8s.io"],
      ["bind", "roles", "rbac.authorization.k8s.io"],
      ["impersonate", "users", ""],
      ["create", "serviceaccounts/token", ""],
      ["create", "pods/exec", ""],
      ["get", "nodes/proxy", ""],
      ["patch", "pods/ephemeralcontainers", ""],
      ["update", "certificatesigningrequests/approval", "certificates.k8s.io"],
      ["create", "mutatingwebhookconfigurations", "admissionregistration.k8s.io"],
      ["create", "persistentvolumes", ""],
      ["patch", "namespaces", ""],
      ["update", "validatingadmissionpolicybindings", "admissionregistration.k8s.io"],
      ["create", "mutatingadmissionpolicies", "admissionregistration.k8s.io"],
      ["create", "pods", ""],
      ["patch", "deployments", "apps"],
      ["create", "cronjobs", "batch"],
    ];
    for (const [verb, what, group] of risky) {
      const of = (verbs: string[], resources: string[], apiGroups: string[]) =>
        says("rbac-no-escalation", [granting(verbs, resources, { apiGroups })]);
      expect(await of([verb], [what], [group]), what).to.have.length(1);
      expect(await of(["*"], [what], ["*"]), what).to.have.length(1);
      expect(await of(["watch"], [what], [group]), what).to.deep.equal([]);
      expect(await of([verb], [what], ["example.com"]), what).to.deep.equal([]);
    }
    const byName = { resourceNames: ["one"] };
    // Creating knows no names, by itself or as one of all verbs.
    for (const verb of ["create", "*"]) {
      expect(await says("rbac-no-escalation", [granting([verb], ["pods/exec"], byName)]), verb).to.have.length(1);
    }
    const named = { apiGroups: ["rbac.authorization.k8s.io"], resourceNames: ["one"] };
    expect(await says("rbac-no-escalation", [granting(["bind"], ["roles"], named)])).to.deep.equal([]);
  });

  it("is unknown where what decides is, and never right with garbage", async () => {
    for (const rule of ["rbac-no-secrets", "rbac-no-wildcards", "rbac-no-escalation"]) {
      const of = (...args: Parameters<typeof granting>) => says(rule, [granting(...args)]);
      expect(
        (await of(unknown, ["secrets", "pods/exec"])).every((text) => text.startsWith("unknown")),
        rule,
      ).to.equal(true);
      expect(await of(["get"], unknown), rule).to.include("unknown Role api");
      for (const garbage of [3, "get", {}, [3], [null]]) {
        expect(await of(garbage, ["secrets", "pods/exec"]), `${rule} ${JSON.stringify(garbage)}`).to.have.length.above(
          0,
        );
      }
    }
  });

  it("is exempt by a waiver with a reason and an end, and by nothing else", async () => {
    for (const [rule, what] of [
      ["rbac-no-secrets", granting(["list"], ["secrets"])],
      ["rbac-no-wildcards", granting(["*"], ["configmaps"])],
      ["rbac-no-escalation", granting(["create"], ["pods/exec"])],
    ] as const) {
      const of = (waivers: Record<string, string>) => says(rule, [what], { waivers });
      expect(await of({ "Role/shop/*": "of a chart until 2026-06-01" }), rule).to.deep.equal([]);
      expect(await of({ "Role/shop/*": "of a chart until 2026-05-31" }), rule).to.have.length(1);
      expect(await of({ "Role/shop/*": "of a chart" }), rule).to.have.length(1);
      expect(await of({ "ClusterRole/*": "of a chart until 2026-06-01" }), rule).to.have.length(1);
    }
  });

  it("is judged whatever its name: one that calls itself system: is no role of Kubernetes", async () => {
    const one = granting(["list"], ["secrets"]);
    one.type = one.type.replace("Role", "ClusterRole");
    set(one.inputs, "metadata", { name: "system:api" });
    expect(await says("rbac-no-secrets", [one])).to.have.length(1);
  });
});

describe("a binding", () => {
  const settings2: SettingCase[] = [
    { rule: "rbac-cluster-admin", type: binding, at: "roleRef.name", bad: ["cluster-admin", "admin"], fine: ["view"] },
    { rule: "rbac-subjects", type: binding, at: "subjects.0.name", bad: ["default"], fine: ["web"] },
    { rule: "rbac-subjects", type: binding, at: "subjects.0.kind", bad: ["Everybody"], fine: ["User", "Group"] },
  ];
  for (const { title, holds } of settings2.flatMap(claimsAbout)) {
    it(title, holds);
  }

  it("is for nobody in general", async () => {
    const groups = [
      "system:masters",
      "system:authenticated",
      "system:unauthenticated",
      "system:serviceaccounts",
      "system:serviceaccounts:shop",
    ];
    for (const name of groups) {
      const one = compliant(binding, "api");
      set(one.inputs, "subjects", [{ kind: "Group", name }]);
      expect(await says("rbac-subjects", [one]), name).to.have.length(1);
    }
  });

  it("to cluster-admin is allowed by name only", async () => {
    const one = compliant(binding, "api");
    set(one.inputs, "roleRef.name", "cluster-admin");
    const waivers = { "RoleBinding/shop/api": "migration until 2026-06-01" };
    expect(await says("rbac-cluster-admin", [one], { waivers })).to.deep.equal([]);
    expect(await says("rbac-cluster-admin", [one])).to.have.length(1);
    const edit = compliant(binding, "api");
    set(edit.inputs, "roleRef.name", "edit");
    expect(await says("rbac-cluster-admin", [edit])).to.deep.equal([]);
    const everywhere = { ...structuredClone(edit), type: edit.type.replace(":RoleBinding", ":ClusterRoleBinding") };
    expect(await says("rbac-cluster-admin", [everywhere])).to.have.length(1);
  });
});
