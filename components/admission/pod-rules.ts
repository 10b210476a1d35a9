import { type AdmissionRule, cel, texts } from "./rule";

const hardening = { subject: "workloads", level: "mandatory", defaults: {}, hardening: true } as const;
const plain = { subject: "workloads", level: "mandatory", defaults: {} } as const;

const systemClasses = ["system-cluster-critical", "system-node-critical"];

const atLowerLevel = `variables.level == "baseline"`;
const ofPod = "variables.pod.?securityContext";
const noRootGroup = [
  `${ofPod}.?fsGroup.orValue(1) > 0`,
  `${ofPod}.?runAsGroup.orValue(1) > 0`,
  `${ofPod}.?supplementalGroups.orValue([]).all(group, group > 0)`,
  "variables.containers.all(c, c.?securityContext.?runAsGroup.orValue(1) > 0)",
].join(" && ");

/** Rules about a pod and who may run it, beyond what Pod Security admission says. */
export const podRules: AdmissionRule[] = [
  {
    ...hardening,
    name: "read-only-root",
    fix: () => "set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where it has to write",
    each: () => ({
      list: "containers",
      fine: "variables.windows || c.?securityContext.?readOnlyRootFilesystem.orValue(false)",
    }),
  },
  {
    ...hardening,
    name: "no-root-groups",
    fix: () => "set runAsGroup, fsGroup and supplementalGroups to numbers other than 0, or remove them",
    expression: () => `${atLowerLevel} || !variables.pod.?hostUsers.orValue(true) || (${noRootGroup})`,
  },
  {
    ...hardening,
    name: "no-default-service-account",
    fix: () => "set serviceAccountName to an account of its own",
    expression: () => `!(variables.pod.?serviceAccountName.orValue("") in ["", "default"])`,
  },
  {
    ...hardening,
    name: "no-automatic-token",
    fix: () => "set automountServiceAccountToken to false, or to true for a pod that calls the Kubernetes API",
    expression: () => "has(variables.pod.automountServiceAccountToken)",
  },
  {
    ...plain,
    name: "priority-class",
    defaults: { priorityClass: "optional", allowed: [] },
    fix: (config) => `set priorityClassName to ${texts(config, "allowed").join(" or ") || "a class for applications"}`,
    expression: (config) => {
      const name = `variables.pod.?priorityClassName.orValue("")`;
      const allowed = texts(config, "allowed");
      const named = [
        `!(${name} in ${cel(systemClasses)})`,
        ...(allowed.length ? [`${name} in ${cel(allowed)}`] : []),
      ].join(" && ");
      return config["priorityClass"] === "required" ? `${name} != "" && ${named}` : `${name} == "" || (${named})`;
    },
  },
  {
    ...plain,
    name: "no-default-namespace",
    defaults: { forbidden: ["default", "kube-public", "kube-node-lease"] },
    fix: () => "set metadata.namespace to a namespace of its own",
    expression: (config) => `!(request.namespace in ${cel(texts(config, "forbidden"))})`,
  },
  {
    ...plain,
    name: "secrets-as-files",
    level: "advisory",
    fix: () => "mount the Secret as a file; the environment ends in crash reports",
    each: () => ({
      list: "containers",
      fine: "c.?env.orValue([]).all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef)) && c.?envFrom.orValue([]).all(e, !has(e.secretRef))",
    }),
  },
  {
    ...plain,
    name: "no-bare-pods",
    level: "advisory",
    fix: () => "make it a Deployment, StatefulSet, DaemonSet or Job: nobody makes a bare pod again",
    expression: () => `!(object.kind in ["Pod", "ReplicationController"])`,
  },
];
