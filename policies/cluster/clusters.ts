export const cluster = { tags: ["cluster"] };

/** The component eks.Cluster shows its arguments to nobody; the cluster that it makes is judged. */
export const clusterKinds = ["aws.eks.Cluster"] as const;
