import { expect } from "chai";
import { rbacClusterAdmin } from "../../../policies/rbac/rbac-cluster-admin";
import { rbacNoEscalation } from "../../../policies/rbac/rbac-no-escalation";
import { rbacNoSecrets } from "../../../policies/rbac/rbac-no-secrets";
import { rbacNoWildcards } from "../../../policies/rbac/rbac-no-wildcards";
import { PlatformRoles, type PlatformRolesArgs } from "../../../components/rbac/platform-roles";
import { platformRoles } from "../../../components/shared/vocabulary";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";

const roleType = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
const clusterBindingType = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding";
const bindingType = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";

const roles = (deviation: Partial<PlatformRolesArgs> = {}) =>
  recorded(
    () =>
      new PlatformRoles("roles", {
        context: platformContext(),
        roles: [...platformRoles],
        applicationNamespaces: ["shop", "blog"],
        ...deviation,
      }),
  );

/** `create apps/deployments` for all that a role allows. */
async function allowed(role: string): Promise<string[]> {
  const { rules } = (await roles()).inputs(roleType, `roles-${role}`);
  return rules.flatMap(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }: any) =>
    verbs.flatMap((verb: string) => [
      ...apiGroups.flatMap((group: string) => resources.map((one: string) => `${verb} ${group}/${one}`)),
      ...nonResourceURLs.map((url: string) => `${verb} ${url}`),
    ]),
  );
}

describe("PlatformRoles", () => {
  it("SS-49: platform-admin makes no object: its entries have the EKS policy for administrators", async () => {
    const program = await roles({ roles: ["platform-admin"] });
    expect(program.resources.filter(({ custom }) => custom)).to.deep.equal([]);
  });

  it("SS-50: platform-developer is bound in the application namespaces and nowhere else", async () => {
    const program = await roles({ roles: ["platform-developer"] });
    const bindings = program.ofType(bindingType).map(({ name }) => program.inputs(bindingType, name));
    expect(
      bindings.map(({ metadata, roleRef, subjects }) => [metadata.namespace, roleRef.name, subjects[0].name]),
    ).to.have.deep.members([
      ["shop", "platform-developer", "platform-developer"],
      ["shop", "view", "platform-developer"],
      ["blog", "platform-developer", "platform-developer"],
      ["blog", "view", "platform-developer"],
    ]);
    expect(bindings.map(({ subjects }) => [subjects.length, subjects[0].kind])).to.deep.equal(
      bindings.map(() => [1, "Group"]),
    );
    expect(program.ofType(clusterBindingType)).to.deep.equal([]);
  });

  it("SS-50: platform-developer creates and manages workloads, and no guard of the namespace", async () => {
    const rights = await allowed("platform-developer");
    expect(rights).to.include.members([
      "create apps/deployments",
      "patch apps/deployments/scale",
      "delete batch/jobs",
      "update gateway.networking.k8s.io/httproutes",
      "create /services",
    ]);
    const guards = /secrets|exec|networkpolicies|resourcequotas|limitranges|roles|bindings|\/namespaces|nodes/;
    expect(rights.filter((right) => guards.test(right))).to.deep.equal([]);
  });

  it("SS-51: platform-viewer only reads, in the whole cluster", async () => {
    const verbs = new Set((await allowed("platform-viewer")).map((right) => right.split(" ")[0]));
    expect([...verbs]).to.have.members(["get", "list", "watch"]);
    const program = await roles({ roles: ["platform-viewer"] });
    expect(
      program.ofType(clusterBindingType).map(({ name }) => program.inputs(clusterBindingType, name).roleRef.name),
    ).to.have.members(["platform-viewer", "view"]);
    expect(program.ofType(bindingType)).to.deep.equal([]);
  });

  it("SS-52: monitoring-reader finds targets and scrapes, and reads no contents", async () => {
    const rights = await allowed("monitoring-reader");
    expect(rights).to.include.members([
      "list /pods",
      "watch discovery.k8s.io/endpointslices",
      "get /nodes/metrics",
      "get /metrics",
    ]);
    expect(rights.filter((right) => !/^(get|list|watch) /.test(right))).to.deep.equal([]);
    expect(rights.filter((right) => /secrets|configmaps|log|proxy/.test(right))).to.deep.equal([]);
  });

  it("SS-56: makes only roles that somebody has", async () => {
    expect((await roles({ roles: [] })).resources.filter(({ custom }) => custom)).to.deep.equal([]);
    const program = await roles({ roles: ["monitoring-reader"] });
    expect(program.ofType(roleType).map(({ name }) => name)).to.deep.equal(["roles-monitoring-reader"]);
    expect(program.one(clusterBindingType).dependencies).to.include(program.one(roleType).urn);
  });

  it("SS-48, SS-56: no rule of the policy pack objects to any of them, but for advice on who makes workloads", async () => {
    const program = await roles();
    const rules = [rbacNoWildcards, rbacNoSecrets, rbacNoEscalation, rbacClusterAdmin];
    for (const { type, name } of program.resources.filter(({ custom }) => custom)) {
      const violations: string[] = [];
      const args = { type, name, urn: name, props: program.inputs(type, name), getConfig: () => ({}) };
      for (const { validateResource } of rules) {
        await [validateResource].flat()[0]?.(args as any, (message) => violations.push(message));
      }
      const others = violations.filter(
        (text) => !/ with create(, update, patch)? a pod may take any service account/.test(JSON.stringify(text)),
      );
      expect(others, name).to.deep.equal([]);
      expect(violations.length > 0, name).to.equal(name === "roles-platform-developer");
    }
  });
});
