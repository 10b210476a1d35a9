/** What is copied; also the end of the job's name. */
export const copyKinds = ["dashboards", "metrics"] as const;
export type CopyKind = (typeof copyKinds)[number];

/** Name of the job and of its service account. */
export function copyName(kind: CopyKind): string {
  return `copy-${kind}`;
}
