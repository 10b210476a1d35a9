/**
 * Keys that the configuration schemas of the EKS add-ons allow, as paths; `*` is any key below. EKS refuses others, and
 * with them the whole add-on. Later versions of the schemas add keys; what is listed was seen published or accepted.
 */
export const addonKeys: Record<string, string[]> = {
  // AWS CLI reference, eks describe-addon-configuration, example of vpc-cni v1.15.1-eksbuild.1 (additionalProperties: false);
  // ANNOTATE_POD_IP: public configurations of the managed add-on, of v1.19.2-eksbuild.5 among them.
  "vpc-cni": [
    "enableNetworkPolicy",
    "env.ADDITIONAL_ENI_TAGS",
    "env.ANNOTATE_POD_IP",
    "env.AWS_VPC_K8S_CNI_EXTERNALSNAT",
    "env.AWS_VPC_K8S_CNI_LOGLEVEL",
    "env.AWS_VPC_K8S_PLUGIN_LOG_LEVEL",
    "env.ENABLE_POD_ENI",
    "env.ENABLE_PREFIX_DELEGATION",
    "env.POD_SECURITY_GROUP_ENFORCING_MODE",
    "env.WARM_PREFIX_TARGET",
    "init.env.DISABLE_TCP_EARLY_DEMUX",
    "nodeAgent.enableCloudWatchLogs",
    "nodeAgent.enablePolicyEventLogs",
  ],
  // Output of describe-addon-configuration for coredns v1.10.1-eksbuild.11, in public; v1.11.1 has the rest.
  coredns: [
    "autoScaling.enabled",
    "autoScaling.maxReplicas",
    "autoScaling.minReplicas",
    "corefile",
    "podDisruptionBudget.enabled",
    "podDisruptionBudget.maxUnavailable",
    "replicaCount",
    "topologySpreadConstraints",
  ],
  // A public configuration of aws-ebs-csi-driver v1.66.0-eksbuild.1 that was installed, 2026-09.
  "aws-ebs-csi-driver": ["controller.extraVolumeTags.*", "defaultStorageClass.enabled"],
};
