import { Cluster, type ClusterArgs } from "../../../components/cluster/cluster";
import { clusterSettings, type ClusterDefaults } from "../../../components/cluster/settings";
import { networkRef, platformContext } from "../../support/builders";

export const clusterDefaults: ClusterDefaults = { version: "1.36", logRetentionDays: 30, deletionProtection: true };

/** A config of the cluster as a user types it, valid by default. */
export function clusterConfig(deviation: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: "acme", ...deviation };
}

export function clusterArgs(config: Record<string, unknown> = {}, deviation: Partial<ClusterArgs> = {}): ClusterArgs {
  return {
    context: platformContext(),
    settings: clusterSettings(clusterDefaults).parse(clusterConfig(config)),
    network: networkRef(),
    ...deviation,
  };
}

/** A program of one cluster. */
export function cluster(config: Record<string, unknown> = {}, deviation: Partial<ClusterArgs> = {}): () => Cluster {
  return () => new Cluster("cluster", clusterArgs(config, deviation));
}
