import type { Policy } from "@pulumi/policy";

type Benchmark = Required<Pick<Policy, "framework">>;

/**
 * An item of the CIS Amazon EKS Benchmark 1.8. Sections 4 and 5 are those that can be judged before a cluster exists;
 * numbers as kubescape's regolibrary maps them to its controls.
 */
export function cis(item: string, specification: string): Benchmark {
  return { framework: { name: "CIS Amazon EKS Benchmark", version: "1.8", reference: item, specification } };
}

/** A chapter of the EKS Best Practices Guide, https://docs.aws.amazon.com/eks/latest/best-practices/. */
export function bestPractice(chapter: string): Benchmark {
  return {
    framework: { name: "Amazon EKS Best Practices Guide", version: "2026", reference: chapter, specification: "guide" },
  };
}
