import type { Policy } from "@pulumi/policy";

/**
 * Where the lists and the exact conditions of this theme come from: the code that the API server of Kubernetes 1.36
 * runs, Go module k8s.io/pod-security-admission v0.36.3, `policy/check_*.go`. Each rule names its file.
 */
export function podSecurity(
  level: "Baseline" | "Restricted",
  control: string,
): Required<Pick<Policy, "framework" | "url" | "tags">> {
  return {
    framework: {
      name: "Kubernetes Pod Security Standards",
      version: "1.36",
      reference: control,
      specification: level,
    },
    url: `https://kubernetes.io/docs/concepts/security/pod-security-standards/#${level.toLowerCase()}`,
    tags: ["security-context", "pod-security", level.toLowerCase()],
  };
}

/** For hardening that goes beyond the Pod Security Standards. */
export const beyond = { tags: ["security-context", "hardening"] };

export const unset = (value: unknown): boolean => value === undefined;
export const unsetOrFalse = (value: unknown): boolean => value === undefined || value === false;
/** A string field that the API reads as "not set" when it is empty. */
export const unsetOrEmpty = (value: unknown): boolean => value === undefined || value === "";
export const oneOf =
  (...allowed: unknown[]) =>
  (value: unknown): boolean =>
    allowed.includes(value);
