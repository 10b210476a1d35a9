import { gracePeriod } from "./probes/grace-period";
import { livenessPatience } from "./probes/liveness-patience";
import { livenessProbe } from "./probes/liveness-probe";
import { probePorts } from "./probes/probe-ports";
import { probeTiming } from "./probes/probe-timing";
import { probesDiffer } from "./probes/probes-differ";
import { readinessProbe } from "./probes/readiness-probe";
import { startAllowance } from "./probes/start-allowance";
import { containerRequests } from "./quotas/container-requests";
import { cpuLimit } from "./quotas/cpu-limit";
import { memoryLimit } from "./quotas/memory-limit";
import { namespaceHasLimitRange } from "./quotas/namespace-has-limit-range";
import { namespaceHasQuota } from "./quotas/namespace-has-quota";
import { quotaFitsMaximum } from "./quotas/quota-fits-maximum";
import { requestWithinLimit } from "./quotas/request-within-limit";
import { addedCapabilities } from "./security-context/added-capabilities";
import { appArmorProfile } from "./security-context/apparmor-profile";
import { dropAllCapabilities } from "./security-context/drop-all-capabilities";
import { namespaceLevel } from "./security-context/namespace-level";
import { noAutomaticToken } from "./security-context/no-automatic-token";
import { noDefaultServiceAccount } from "./security-context/no-default-service-account";
import { noHostNamespaces } from "./security-context/no-host-namespaces";
import { noHostPorts } from "./security-context/no-host-ports";
import { noHostProbes } from "./security-context/no-host-probes";
import { noRootGroups } from "./security-context/no-root-groups";
import { noPrivilegeEscalation } from "./security-context/no-privilege-escalation";
import { noPrivilegedContainers } from "./security-context/no-privileged-containers";
import { noWindowsHostProcess } from "./security-context/no-windows-host-process";
import { procMount } from "./security-context/proc-mount";
import { readOnlyRoot } from "./security-context/read-only-root";
import { runAsNonRoot } from "./security-context/run-as-non-root";
import { runAsUser } from "./security-context/run-as-user";
import { safeSysctls } from "./security-context/safe-sysctls";
import { seccompProfile } from "./security-context/seccomp-profile";
import { seLinuxOptions } from "./security-context/selinux-options";
import { volumeTypes } from "./security-context/volume-types";
import { clusterEndpoint } from "./cluster/cluster-endpoint";
import { clusterLogs } from "./cluster/cluster-logs";
import { clusterEncryption } from "./cluster/cluster-encryption";
import { imageTag } from "./workloads/image-tag";
import { imageDigest } from "./workloads/image-digest";
import { imageRegistry } from "./workloads/image-registry";
import { memoryRatio } from "./workloads/memory-ratio";
import { noLiteralSecrets } from "./workloads/no-literal-secrets";
import { secretsAsFiles } from "./workloads/secrets-as-files";
import { requiredLabels } from "./workloads/required-labels";
import { priorityClass } from "./workloads/priority-class";
import { noDefaultNamespace } from "./workloads/no-default-namespace";
import { noBarePods } from "./workloads/no-bare-pods";
import { jobLimits } from "./workloads/job-limits";
import { cronJobs } from "./workloads/cron-jobs";
import { selectorLabels } from "./workloads/selector-labels";
import { replicas } from "./availability/replicas";
import { disruptionBudget } from "./availability/disruption-budget";
import { disruptionBudgetDrains } from "./availability/disruption-budget-drains";
import { rolloutKeepsServing } from "./availability/rollout-keeps-serving";
import { spread } from "./availability/spread";
import { autoscalerTarget } from "./availability/autoscaler-target";
import { networkPolicyCoverage } from "./network/network-policy-coverage";
import { namespaceDefaultDeny } from "./network/namespace-default-deny";
import { serviceExposure } from "./network/service-exposure";
import { serviceSelects } from "./network/service-selects";
import { httpsOnly } from "./network/https-only";
import { loadBalancerLogs } from "./network/load-balancer-logs";
import { tlsPolicy } from "./network/tls-policy";
import { rbacNoWildcards } from "./rbac/rbac-no-wildcards";
import { rbacNoSecrets } from "./rbac/rbac-no-secrets";
import { rbacNoEscalation } from "./rbac/rbac-no-escalation";
import { rbacClusterAdmin } from "./rbac/rbac-cluster-admin";
import { rbacSubjects } from "./rbac/rbac-subjects";
import { clusterAuthentication } from "./cluster/cluster-authentication";
import { clusterVersion } from "./cluster/cluster-version";
import { clusterUpgradePolicy } from "./cluster/cluster-upgrade-policy";
import { clusterDeletionProtection } from "./cluster/cluster-deletion-protection";
import { clusterAdministrators } from "./cluster/cluster-administrators";
import { nodeMetadata } from "./cluster/node-metadata";
import { privateNodes } from "./cluster/private-nodes";
import { nodeImageSupported } from "./cluster/node-image-supported";
import { webhooks } from "./cluster/webhooks";
import { storageClassEncrypted } from "./cluster/storage-class-encrypted";
import { encryptedStorage } from "./aws/encrypted-storage";
import { openIngress } from "./aws/open-ingress";
import { defaultSecurityGroup } from "./aws/default-security-group";
import { vpcFlowLogs } from "./aws/vpc-flow-logs";
import { natPerZone } from "./aws/nat-per-zone";
import { bucketPublicAccess } from "./aws/bucket-public-access";
import { bucketTlsOnly } from "./aws/bucket-tls-only";
import { bucketEncryption } from "./aws/bucket-encryption";
import { bucketVersioning } from "./aws/bucket-versioning";
import { bucketLogging } from "./aws/bucket-logging";
import { bucketLifecycle } from "./aws/bucket-lifecycle";
import { databases } from "./aws/databases";
import { containerRegistries } from "./aws/container-registries";
import { queues } from "./aws/queues";
import { managedSecrets } from "./aws/secrets-manager";
import { secretRotation } from "./aws/secret-rotation";
import { kmsKeys } from "./aws/kms-keys";
import { backupPlans } from "./aws/backup-plans";
import { dataInBackupPlan } from "./aws/data-in-backup-plan";
import { logRetention } from "./aws/log-retention";
import { protectedData } from "./aws/protected-data";
import { requiredTags } from "./aws/required-tags";
import { iamNoWildcards } from "./iam/iam-no-wildcards";
import { iamNoEscalation } from "./iam/iam-no-escalation";
import { iamTrust } from "./iam/iam-trust";
import { resourcePolicies } from "./iam/resource-policies";
import { iamNoBroadPolicies } from "./iam/iam-no-broad-policies";
import { iamNoAccessKeys } from "./iam/iam-no-access-keys";
import { retiredComponents } from "./supply/retired-components";
import { chartsPinned } from "./supply/charts-pinned";
import { remoteComponents } from "./supply/remote-components";
import { opaqueRelease } from "./supply/opaque-release";
import { opaqueObjects } from "./supply/opaque-objects";
import { apiVersions } from "./supply/api-versions";
import type { Rule } from "./support/rule";
import { waiversAreValid } from "./waivers/waivers-are-valid";

/** Every rule, in the order in which findings of one object are reported. */
export const rules: Rule[] = [
  // security-context
  noHostNamespaces,
  noPrivilegedContainers,
  noWindowsHostProcess,
  addedCapabilities,
  dropAllCapabilities,
  noPrivilegeEscalation,
  runAsNonRoot,
  runAsUser,
  noRootGroups,
  volumeTypes,
  noHostPorts,
  noHostProbes,
  appArmorProfile,
  seLinuxOptions,
  seccompProfile,
  procMount,
  safeSysctls,
  readOnlyRoot,
  noDefaultServiceAccount,
  noAutomaticToken,
  namespaceLevel,
  // quotas
  containerRequests,
  memoryLimit,
  cpuLimit,
  requestWithinLimit,
  namespaceHasQuota,
  namespaceHasLimitRange,
  quotaFitsMaximum,
  // probes
  readinessProbe,
  livenessProbe,
  probesDiffer,
  probePorts,
  probeTiming,
  livenessPatience,
  startAllowance,
  gracePeriod,
  // workloads
  imageTag,
  imageDigest,
  imageRegistry,
  memoryRatio,
  noLiteralSecrets,
  secretsAsFiles,
  requiredLabels,
  priorityClass,
  noDefaultNamespace,
  noBarePods,
  jobLimits,
  cronJobs,
  selectorLabels,
  // availability
  replicas,
  disruptionBudget,
  disruptionBudgetDrains,
  spread,
  rolloutKeepsServing,
  autoscalerTarget,
  // network
  networkPolicyCoverage,
  namespaceDefaultDeny,
  serviceExposure,
  serviceSelects,
  httpsOnly,
  tlsPolicy,
  loadBalancerLogs,
  // rbac
  rbacNoWildcards,
  rbacNoSecrets,
  rbacNoEscalation,
  rbacClusterAdmin,
  rbacSubjects,
  // cluster
  clusterEndpoint,
  clusterLogs,
  clusterEncryption,
  clusterAuthentication,
  clusterVersion,
  clusterUpgradePolicy,
  clusterDeletionProtection,
  clusterAdministrators,
  nodeMetadata,
  privateNodes,
  nodeImageSupported,
  storageClassEncrypted,
  webhooks,
  // aws
  encryptedStorage,
  openIngress,
  defaultSecurityGroup,
  vpcFlowLogs,
  natPerZone,
  bucketPublicAccess,
  bucketTlsOnly,
  bucketEncryption,
  bucketVersioning,
  bucketLogging,
  bucketLifecycle,
  databases,
  containerRegistries,
  queues,
  managedSecrets,
  secretRotation,
  kmsKeys,
  backupPlans,
  dataInBackupPlan,
  logRetention,
  protectedData,
  requiredTags,
  // iam
  iamNoWildcards,
  iamNoEscalation,
  iamTrust,
  resourcePolicies,
  iamNoBroadPolicies,
  iamNoAccessKeys,
  // supply
  retiredComponents,
  chartsPinned,
  opaqueRelease,
  remoteComponents,
  opaqueObjects(() => rules),
  apiVersions,
  // waivers
  waiversAreValid(() => rules.map((rule) => rule.name)),
];
