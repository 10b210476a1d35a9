import * as kubernetes from "@pulumi/kubernetes";
import { expect } from "chai";
import { kindOf } from "../../policies/support/kube-object";
import { isWorkload, podSteps } from "../../policies/support/pods";
import { isRemote } from "../../policies/support/remote";
import { scopeOf } from "../../policies/support/rule";
import { rules } from "../../policies/rules";
import { type Json, says } from "./support/stack";
import { complaining, pod, resource, set, unknown, workload } from "./support/workloads";

/** The type tokens of all classes of the SDK. */
const types = [...new Set(classesIn(kubernetes, 0))].sort();

function classesIn(module: unknown, depth: number): string[] {
  if (typeof module === "function") {
    const { __pulumiType } = module as { __pulumiType?: string };
    return __pulumiType?.startsWith("kubernetes:") ? [__pulumiType] : [];
  }
  if (typeof module !== "object" || module === null || depth > 5) return [];
  return Object.keys(module).flatMap((key) => classesIn((module as Json)[key], depth + 1));
}

/** Rules that look at every resource say nothing of what one kind may do. */
const ofAll = ["api-versions", "waivers-are-valid"];
const judging = (type: string) =>
  rules.filter((rule) => !ofAll.includes(rule.name) && scopeOf(rule)(type)).map(({ name }) => name);

/** Kinds that no rule judges, and why none has to: none carries a pod, a role, a namespace or a network rule. */
const nothingToJudge: Record<string, string> = {
  "admissionregistration.k8s.io:MutatingAdmissionPolicy": "changes what others write; who may write one is judged",
  "admissionregistration.k8s.io:MutatingAdmissionPolicyBinding": "puts one to work; who may write one is judged",
  "admissionregistration.k8s.io:ValidatingAdmissionPolicy": "refuses what others write; who may write one is judged",
  "admissionregistration.k8s.io:ValidatingAdmissionPolicyBinding": "puts one to work; who may write one is judged",
  "extensions:NetworkPolicy": "no release serves it since 1.16",
  "apiextensions.k8s.io:CustomResourceDefinition": "says what an object may look like",
  "apiregistration.k8s.io:APIService": "names a Service, which is judged",
  "auditregistration.k8s.io:AuditSink": "no release serves it since 1.19",
  "certificates.k8s.io:*": "certificates: who gets one is a matter of RBAC, which is judged",
  "coordination.k8s.io:*": "a lock",
  "core:Binding": "puts a pod that exists on a node",
  "core:Endpoints": "addresses of a Service",
  "core:Event": "a message",
  "core:Node": "the kubelet makes it",
  "core:PersistentVolume": "storage; pods name it by a claim",
  "core:PersistentVolumeClaim": "storage; its class is judged",
  "core:Secret": "where secrets belong",
  "core:ServiceAccount": "an identity; what it may do is judged",
  "discovery.k8s.io:EndpointSlice": "addresses of a Service",
  "events.k8s.io:Event": "a message",
  "extensions:PodSecurityPolicy": "no release serves it since 1.25",
  "policy:PodSecurityPolicy": "no release serves it since 1.25",
  "settings.k8s.io:PodPreset": "no release serves it since 1.20",
  "flowcontrol.apiserver.k8s.io:*": "how the API server shares its time",
  "lifecycle.k8s.io:*": "asks for an eviction",
  "meta:Status": "an answer",
  "networking.k8s.io:ClusterCIDR": "addresses",
  "networking.k8s.io:IPAddress": "addresses",
  "networking.k8s.io:IngressClass": "names a controller",
  "networking.k8s.io:ServiceCIDR": "addresses",
  "node.k8s.io:RuntimeClass": "names a runtime of the node",
  "resource.k8s.io:*": "devices",
  "scheduling.k8s.io:*": "order of pods",
  "storage.k8s.io:*": "storage",
  "storagemigration.k8s.io:StorageVersionMigration": "writes objects as they are",
  ":Provider": "a cluster's address",
};

function excused(group: string, kind: string): boolean {
  return `${group}:${kind}` in nothingToJudge || `${group}:*` in nothingToJudge;
}

describe("every class of the Kubernetes SDK", () => {
  const single = types.filter((type) => !/Patch$|List$/.test(type));

  it("is found", () => {
    expect(types.length).to.be.above(500);
    expect(types.filter((type) => type.endsWith("Patch")).length).to.be.above(180);
  });

  it("is judged by a rule, or is of a kind that carries nothing to judge", () => {
    const strange = single.filter((type) => {
      const { group, kind } = kindOf(type) ?? { group: "?", kind: type };
      return judging(type).length === 0 && !excused(group, kind);
    });
    expect(strange).to.deep.equal([]);
  });

  it("is excused only where no rule judges it", () => {
    const judged = single.filter((type) => {
      const { group, kind } = kindOf(type) ?? { group: "?", kind: type };
      return `${group}:${kind}` in nothingToJudge && judging(type).length > 0;
    });
    expect(judged).to.deep.equal([]);
  });

  it("is judged as a patch by the rules of what it patches", () => {
    for (const type of types.filter((one) => one.endsWith("Patch") && !one.endsWith("ListPatch"))) {
      const base = type.replace(/Patch$/, "");
      expect(
        judging(type).filter((name) => name !== "opaque-objects"),
        type,
      ).to.deep.equal(judging(base));
    }
  });

  it("is refused as a list", async () => {
    for (const type of types.filter((one) => /List(Patch)?$/.test(one))) {
      const found = await says("opaque-objects", [resource(type, { items: [] }, "many")]);
      expect(
        found.map((one) => one.split(" ")[0]),
        type,
      ).to.deep.equal(["violation"]);
    }
  });
});

const workloadTypes = types.filter(
  (type) => isWorkload(kindOf(type) ?? { group: "", kind: "" }) && type.endsWith("Patch"),
);

describe("a patch", () => {
  it("is judged for what it sets of a pod, of every kind", async () => {
    expect(workloadTypes.length).to.be.above(15);
    for (const type of workloadTypes) {
      const steps = podSteps({ ...kindOf(type), root: undefined } as never) ?? [];
      const inputs: Json = { metadata: { name: "api", namespace: "shop" } };
      set(inputs, [...steps, "spec"].join("."), {
        hostPID: true,
        containers: [{ name: "api", securityContext: { privileged: true } }],
      });
      const found = await complaining([resource(type, inputs)], {
        "api-versions": "disabled",
        "no-bare-pods": "disabled",
      });
      expect(found.sort(), type).to.deep.equal(["no-host-namespaces", "no-privileged-containers"]);
    }
  });

  it("lacks nothing that it leaves out", async () => {
    for (const type of workloadTypes) {
      const patch = resource(type, { metadata: { name: "api", namespace: "shop", labels: { app: "api" } } });
      expect(
        await complaining([patch], { "api-versions": "disabled", "no-bare-pods": "disabled" }),
        type,
      ).to.deep.equal([]);
    }
  });

  it("gives nobody what its kind may not", async () => {
    const binding = resource("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBindingPatch", {
      metadata: { name: "all" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "Group", name: "system:authenticated" }],
    });
    expect((await complaining([binding])).sort()).to.include.members(["rbac-cluster-admin", "rbac-subjects"]);
    const label = { "pod-security.kubernetes.io/enforce": "privileged" };
    const namespace = resource("kubernetes:core/v1:NamespacePatch", { metadata: { name: "shop", labels: label } });
    expect(await complaining([namespace])).to.deep.equal(["namespace-level"]);
    const role = resource("kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch", {
      metadata: { name: "all" },
      rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
    });
    expect(await complaining([role])).to.include("rbac-no-wildcards");
  });

  it("of a custom kind is one too", async () => {
    const rollout = resource("kubernetes:argoproj.io/v1alpha1:RolloutPatch", {
      metadata: { name: "api", namespace: "shop" },
      spec: { template: { spec: { hostNetwork: true } } },
    });
    expect(await complaining([rollout])).to.deep.equal(["no-host-namespaces"]);
  });

  it("is no protection: rules about a stack don't count it, and it is said that they can't judge it", async () => {
    const deny = (kind: string) =>
      resource(`kubernetes:networking.k8s.io/v1:${kind}`, {
        metadata: { name: "all", namespace: "shop" },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      });
    const of = (kind: string) => says("network-policy-coverage", [workload(), deny(kind)]);
    expect(await of("NetworkPolicy")).to.deep.equal([]);
    expect(await of("NetworkPolicyPatch")).to.have.length(2);
    expect(await says("opaque-objects", [deny("NetworkPolicyPatch")])).to.deep.equal([
      "unknown NetworkPolicyPatch api",
    ]);
  });

  it("is never mended: what it leaves out isn't missing", async () => {
    const patch = { ...workload(), type: "kubernetes:apps/v1:DeploymentPatch" };
    set(patch.inputs, "spec.template.spec.containers.0.securityContext.privileged", true);
    expect(await complaining([patch], { all: "remediate" })).to.deep.equal(["no-privileged-containers"]);
  });
});

describe("a custom kind", () => {
  const spec = { hostPID: true, containers: [{ name: "api", image: "x" }] };

  it("with a pod template is judged like a workload", async () => {
    for (const kind of ["serving.knative.dev/v1:Service", "keda.sh/v1alpha1:ScaledJob"]) {
      const inputs = structuredClone(pod({ hostPID: true }).inputs);
      const { template } = inputs["spec"] as Json;
      inputs["spec"] = kind.includes("ScaledJob") ? { jobTargetRef: { template } } : { template };
      const found = await complaining([resource(`kubernetes:${kind}`, inputs)]);
      expect(found, kind).to.deep.equal(["no-host-namespaces"]);
    }
  });

  it("of any form is searched for pods, which are judged for what they set", async () => {
    const shapes: Json[] = [
      { spec: { template: { spec } } },
      { spec: { tasks: [{ replicas: 1, template: { spec } }] } },
      { spec: { podSpec: spec } },
      { spec },
    ];
    for (const shape of shapes) {
      const found = await complaining([
        resource("kubernetes:example.com/v1:Thing", { metadata: { name: "one", namespace: "shop" }, ...shape }),
      ]);
      expect(found, JSON.stringify(shape)).to.include("no-host-namespaces");
      expect(found).not.to.include("run-as-non-root");
    }
    const none = { metadata: { name: "one" }, spec: { containers: ["a"], template: { spec: unknown } } };
    expect(await complaining([resource("kubernetes:example.com/v1:Thing", none)])).to.deep.equal([]);
  });
});

describe("what comes in bulk", () => {
  it("is remote, and said to be not judged without a record", () => {
    for (const type of ["kubernetes:kustomize/v2:Directory", "kubernetes:yaml/v2:ConfigGroup"]) {
      expect([isRemote(type), judging(type).includes("remote-components")]).to.deep.equal([true, true]);
    }
  });
});
