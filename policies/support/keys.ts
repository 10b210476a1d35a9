/**
 * The words that the pack shares with the platform. The pack is published alone and imports nothing of the platform,
 * so they are repeated here; a test of the platform pins them equal to `components/shared/vocabulary.ts`.
 */
export const annotation = {
  /** Path of the stack config that produced the object, for example `services.api`. Messages point to it. */
  configPath: "platform/config-path",
  /** Exempts the object from one rule: `platform/waive.<rule>: "<reason> until <yyyy-mm-dd>"`. */
  waivePrefix: "platform/waive.",
  /** Why a guard was opted out of, for example why a namespace is `privileged`. */
  reason: "platform/reason",
} as const;

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
export const enforceLabel = "pod-security.kubernetes.io/enforce";
