import { type ManagedAddon, networkingAddons, workloadAddons } from "../../../components/managed-addons/catalog";
import { ManagedAddons, type ManagedAddonsArgs } from "../../../components/managed-addons/managed-addons";
import {
  type ManagedAddonName,
  type ManagedAddonsSettings,
  managedAddonsSettings,
} from "../../../components/managed-addons/settings";
import { clusterRef, platformContext } from "../../support/builders";

export function addonsSettings(config: Record<string, unknown> = {}): ManagedAddonsSettings {
  return managedAddonsSettings({ dnsMinReplicas: 3 }).parse(config);
}

export const versions: Record<ManagedAddonName, string> = {
  "vpc-cni": "v1.0.0-eksbuild.1",
  coredns: "v2.0.0-eksbuild.1",
  "kube-proxy": "v3.0.0-eksbuild.1",
  "eks-pod-identity-agent": "v4.0.0-eksbuild.1",
  "eks-node-monitoring-agent": "v5.0.0-eksbuild.1",
  "aws-ebs-csi-driver": "v6.0.0-eksbuild.1",
  "aws-efs-csi-driver": "v7.0.0-eksbuild.1",
  "snapshot-controller": "v8.0.0-eksbuild.1",
};

/** The two phases of a stack, by their names. */
export function phase(
  which: "networking" | "workload",
  config: Record<string, unknown> = {},
  efs = false,
): ManagedAddon[] {
  const args = { context: platformContext(), settings: addonsSettings(config) };
  return which === "networking" ? networkingAddons(args) : workloadAddons({ ...args, efs });
}

/** A program of one phase. */
export function addons(list: ManagedAddon[], deviation: Partial<ManagedAddonsArgs> = {}): () => ManagedAddons {
  const args: ManagedAddonsArgs = {
    context: platformContext(),
    cluster: clusterRef(),
    addons: list,
    versions,
    identity: "pod-identity",
    ...deviation,
  };
  return () => new ManagedAddons("addons", args);
}
