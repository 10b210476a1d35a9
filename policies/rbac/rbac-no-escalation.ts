import { cis } from "../support/benchmarks";
import { show } from "../support/field";
import { objectRule } from "../support/rule";
import { any, grants, isRole, rbac, rulesOf } from "./roles";

/** CIS EKS 4.1.4. */
const makesPods = "a pod may take any service account, Secret and ConfigMap of its namespace";

/**
 * Permissions that are more than they look. Source: kubernetes.io/docs/concepts/security/rbac-good-practices,
 * "Kubernetes RBAC - privilege escalation risks".
 */
const risks: { verbs: string[]; resources: string[]; groups: string[]; why: string; level?: "advisory" }[] = [
  {
    verbs: ["escalate", "bind"],
    resources: ["roles", "clusterroles"],
    groups: ["rbac.authorization.k8s.io"],
    why: "it may give itself every permission",
  },
  {
    verbs: ["impersonate"],
    resources: ["users", "groups", "serviceaccounts", "uids"],
    groups: ["", "authentication.k8s.io"],
    why: "it may act as anybody",
  },
  {
    verbs: ["create"],
    resources: ["serviceaccounts/token"],
    groups: [""],
    why: "it may make tokens of every service account",
  },
  {
    verbs: ["create", "get"],
    resources: ["pods/exec", "pods/attach", "pods/portforward", "nodes/proxy"],
    groups: [""],
    why: "it gets into running containers, past all that is checked when a pod is made",
  },
  {
    verbs: ["update", "patch"],
    resources: ["pods/ephemeralcontainers"],
    groups: [""],
    why: "it puts a container of its own beside any other",
  },
  {
    verbs: ["update", "patch", "approve"],
    resources: ["certificatesigningrequests/approval", "signers"],
    groups: ["certificates.k8s.io"],
    why: "it may make certificates of any user",
  },
  {
    verbs: ["create", "update", "patch"],
    resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    groups: ["admissionregistration.k8s.io"],
    why: "it sees, and changes, all that anybody creates",
  },
  {
    verbs: ["create", "update", "patch"],
    resources: [
      "validatingadmissionpolicies",
      "validatingadmissionpolicybindings",
      "mutatingadmissionpolicies",
      "mutatingadmissionpolicybindings",
    ],
    groups: ["admissionregistration.k8s.io"],
    why: "it takes away what the cluster refuses, or changes what anybody creates",
  },
  {
    verbs: ["update", "patch"],
    resources: ["namespaces"],
    groups: [""],
    why: "it sets the Pod Security level of a namespace to privileged",
  },
  // Every controller of workloads has these two, so they are said and not refused. Of a pod that runs little can change.
  {
    verbs: ["create"],
    resources: ["pods", "replicationcontrollers"],
    groups: [""],
    why: makesPods,
    level: "advisory",
  },
  {
    verbs: ["create", "update", "patch"],
    resources: ["deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs"],
    groups: ["apps", "batch"],
    why: makesPods,
    level: "advisory",
  },
  {
    verbs: ["create"],
    resources: ["persistentvolumes"],
    groups: [""],
    why: "a hostPath volume is a way onto the node",
  },
];

export const rbacNoEscalation = objectRule({
  name: "rbac-no-escalation",
  displayName: "No way to more permissions in the cluster",
  description: "Roles can't escalate, bind, impersonate, make tokens or get into pods.",
  severity: "critical",
  remediationSteps: "Remove the permission, or name the objects in resourceNames.",
  url: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks",
  ...cis("4.1.8"),
  ...rbac,
  covers: [
    "CIS EKS 4.1.9",
    "CIS EKS 4.1.10",
    "CIS EKS 4.1.11",
    "CIS EKS 4.1.12",
    "checkov CKV_K8S_155-158",
    "trivy KSV050",
    "trivy KSV053",
    "NSA-CISA exec into container",
  ],
  applies: isRole,
  check(object, report) {
    for (const rule of rulesOf(object)) {
      for (const risk of risks) {
        const groups = any(rule.at("apiGroups"), risk.groups);
        const verbs = any(rule.at("verbs"), risk.verbs);
        const resources = any(rule.at("resources"), risk.resources);
        // By name, one object is at stake; `create` ignores names.
        const creates = verbs.some((verb) => verb.value === "create" || verb.value === "*");
        if (grants(report, [groups, verbs, resources], creates ? undefined : rule.at("resourceNames"))) {
          // Of what is only said, one is enough to say.
          for (const resource of risk.level === undefined ? resources : resources.slice(0, 1)) {
            const why = `with ${verbs.map((verb) => verb.string ?? "?").join(", ")} ${risk.why}`;
            const fix = `Remove it from ${rule.at("resources").path}`;
            if (report.readable(resource)) {
              report.violation({ what: `it sets ${resource.path} to ${show(resource.value)}`, why, fix }, risk.level);
            }
          }
        }
      }
    }
  },
});
