import { expect } from "chai";
import { application, made } from "./builders";

const rbac = (kind: string) => `kubernetes:rbac.authorization.k8s.io/v1:${kind}`;
const core = (kind: string) => `kubernetes:core/v1:${kind}`;

describe("roles of namespaces", () => {
  it("TB-56, VC-60: makes the role app-reader in its namespace and binds it there", async () => {
    const rules = [{ apiGroups: [""], resources: ["pods", "services", "configmaps"], verbs: ["get", "list", "watch"] }];
    const roles = { "app-reader": { rules, groups: ["readers"] } };
    const resources = await made(application({ roles }));
    expect(resources.inputs(rbac("Role"))).to.deep.include({ rules });
    expect(resources.inputs(rbac("Role")).metadata).to.include({ name: "app-reader", namespace: "production" });
    expect(resources.inputs(rbac("RoleBinding"))).to.deep.include({
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "app-reader" },
      subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "readers" }],
    });
  });

  it("KP-40, KP-41, KP-42: makes account, role and binding, secrets by name only (KP-N6)", async () => {
    const rules = [
      { resources: ["configmaps"], verbs: ["get", "list"] },
      { resources: ["secrets"], verbs: ["get"], resourceNames: ["postgres-secret"] },
    ];
    const settings = {
      serviceAccounts: ["app-service-account"],
      roles: { "app-role": { rules, serviceAccounts: ["app-service-account"] } },
    };
    const resources = await made(application(settings, "default"));
    const account = resources.inputs(core("ServiceAccount"));
    expect(account.metadata).to.include({ name: "app-service-account", namespace: "default" });
    expect(account.automountServiceAccountToken).to.equal(false);
    expect(resources.inputs(rbac("Role")).rules).to.deep.equal(rules.map((rule) => ({ apiGroups: [""], ...rule })));
    expect(resources.inputs(rbac("RoleBinding")).subjects).to.deep.equal([
      { kind: "ServiceAccount", name: "app-service-account", namespace: "default" },
    ]);
  });

  it("SS-50, SS-51: gives groups a role of Kubernetes in one namespace, without a role of its own", async () => {
    const roles = { developers: { clusterRole: "edit", groups: ["platform-developer"] } };
    const resources = await made(application({ roles }));
    expect(resources.ofType(rbac("Role"))).to.deep.equal([]);
    expect(resources.inputs(rbac("RoleBinding")).roleRef).to.deep.equal({
      apiGroup: "rbac.authorization.k8s.io",
      kind: "ClusterRole",
      name: "edit",
    });
  });

  it("writes the reason for unusual rights on role and binding", async () => {
    const rules = [{ resources: ["secrets"], verbs: ["list"] }];
    const roles = { sync: { rules, groups: ["sync"], reason: "copies secrets to the standby" } };
    const resources = await made(application({ roles }));
    for (const kind of ["Role", "RoleBinding"]) {
      const { annotations } = resources.inputs(rbac(kind)).metadata;
      expect(annotations, kind).to.include({ "platform/reason": "copies secrets to the standby" });
    }
  });
});
