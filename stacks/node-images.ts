import { nodeImages } from "./versions";

/** Kinds of node image. */
type NodeOs = "al2023" | "bottlerocket";

/** Release of a node image that the platform pins for a Kubernetes version; undefined where none was found. */
export function nodeImage(version: string, os: NodeOs): string | undefined {
  const pins: Record<string, Record<NodeOs, string>> = nodeImages;
  return pins[version]?.[os] || undefined;
}

/** Both images of a version; an empty text where none is pinned, which the check of the pools has reported. */
export function nodeImagesOf(version: string): Record<NodeOs, string> {
  return { al2023: nodeImage(version, "al2023") ?? "", bottlerocket: nodeImage(version, "bottlerocket") ?? "" };
}
