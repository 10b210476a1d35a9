import { stringify } from "yaml";
import { instanceTypesOf } from "./instance-catalog";
import type { PoolSpec } from "./pool-spec";
import { reservedCpuMillis, reservedEphemeralStorage, reservedMemoryMiB } from "./reservations";
import { type TomlTable, toml } from "./toml";

/**
 * User data of a pool, in plain text (the launch template takes it in base64). EKS merges it with its own, which
 * brings the cluster's name, endpoint and certificate: none of them is said here, and so all of it is known at preview.
 */
export function userData(spec: PoolSpec): string {
  return spec.settings.os === "bottlerocket" ? toml(bottlerocketSettings(spec)) : mime(nodeConfig(spec));
}

/**
 * `NodeConfig` of nodeadm, the first program of an AL2023 node
 * (awslabs/amazon-eks-ami, nodeadm/api/v1alpha1/nodeconfig_types.go).
 *
 * `maxPods` is said twice: nodeadm makes the memory reservation from `maxPodsExpression` alone, and `config.maxPods`
 * is what EKS's own part sets.
 */
export function nodeConfig(spec: PoolSpec): Record<string, unknown> {
  const raid = spec.settings.localDisks === "raid0";
  return {
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: {
      ...(raid ? { instance: { localStorage: { strategy: "RAID0" } } } : {}),
      kubelet: { maxPodsExpression: `${spec.maxPods}`, config: kubeletConfiguration(spec) },
    },
  };
}

/** Fields of KubeletConfiguration v1beta1 that differ from the image's. */
function kubeletConfiguration(spec: PoolSpec): Record<string, unknown> {
  const { kubelet } = spec.settings;
  return {
    maxPods: spec.maxPods,
    ...(kubelet.podsPerCore ? { podsPerCore: kubelet.podsPerCore } : {}),
    ...(kubelet.cpuManagerPolicy === "static" ? { cpuManagerPolicy: "static" } : {}),
    ...(kubelet.memoryManagerPolicy === "Static"
      ? {
          memoryManagerPolicy: "Static",
          reservedMemory: [{ numaNode: 0, limits: { memory: kubelet.reservedMemory } }],
        }
      : {}),
    ...(kubelet.kubeReserved ? { kubeReserved: kubeReserved(spec) } : {}),
    ...(kubelet.systemReserved ? { systemReserved: given(kubelet.systemReserved) } : {}),
    ...(kubelet.kubeAPIQPS === undefined ? {} : { kubeAPIQPS: kubelet.kubeAPIQPS }),
    ...(kubelet.kubeAPIBurst === undefined ? {} : { kubeAPIBurst: kubelet.kubeAPIBurst }),
  };
}

/** Bottlerocket's settings; names as in aws/karpenter-provider-aws, pkg/providers/amifamily/bootstrap/bottlerocketsettings.go. */
export function bottlerocketSettings(spec: PoolSpec): TomlTable {
  const { kubelet, localDisks } = spec.settings;
  return {
    settings: {
      kubernetes: {
        "max-pods": spec.maxPods,
        ...(kubelet.cpuManagerPolicy === "static" ? { "cpu-manager-policy": "static" } : {}),
        ...(kubelet.memoryManagerPolicy === "Static" ? { "memory-manager-policy": "Static" } : {}),
        ...(kubelet.kubeAPIQPS === undefined ? {} : { "kube-api-qps": kubelet.kubeAPIQPS }),
        ...(kubelet.kubeAPIBurst === undefined ? {} : { "kube-api-burst": kubelet.kubeAPIBurst }),
        ...(kubelet.kubeReserved ? { "kube-reserved": kubeReserved(spec) } : {}),
        ...(kubelet.systemReserved ? { "system-reserved": given(kubelet.systemReserved) } : {}),
        ...(kubelet.memoryManagerPolicy === "Static" && kubelet.reservedMemory
          ? { "memory-manager-reserved-memory": { "0": { enabled: true, memory: kubelet.reservedMemory } } }
          : {}),
      },
      // The commands that Karpenter uses for its RAID0 policy (pkg/providers/amifamily/bootstrap/bottlerocket.go).
      ...(localDisks === "raid0" ? { "bootstrap-commands": { "mount-instance-storage": localStorageCommands } } : {}),
    },
  };
}

const localStorageCommands = {
  commands: [
    ["apiclient", "ephemeral-storage", "init"],
    ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"],
  ],
  mode: "always",
  essential: true,
};

/**
 * A reservation said in part is filled up with the image's figures: whether the kubelet merges the map of a drop-in
 * file with that of the image or replaces it is then of no consequence. Of types that differ in size, the largest counts.
 */
function kubeReserved(spec: PoolSpec): Record<string, string> {
  const vcpu = Math.max(...instanceTypesOf(spec.settings.instanceTypes).map((type) => type.vcpu));
  return {
    cpu: `${reservedCpuMillis(vcpu)}m`,
    memory: `${reservedMemoryMiB(spec.maxPods)}Mi`,
    "ephemeral-storage": reservedEphemeralStorage,
    ...given(spec.settings.kubelet.kubeReserved),
  };
}

function given(reservation: Record<string, string | undefined> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reservation ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** The form that managed node groups want of AL2023 user data (EKS user guide, "Customize managed nodes with launch templates"). */
function mime(config: Record<string, unknown>): string {
  return [
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="BOUNDARY"',
    "",
    "--BOUNDARY",
    "Content-Type: application/node.eks.aws",
    "",
    "---",
    `${stringify(config, { lineWidth: 0 })}--BOUNDARY--`,
    "",
  ].join("\n");
}
