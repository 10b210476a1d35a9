import type { PlatformContext } from "../shared/context";

/** A hosted zone of Route 53. */
export interface HostedZone {
  domain: string;
  id: string;
}

/** Facts of the stack that values and permissions are made from; all of them plain, so that a chart renders at preview. */
export interface AddonFacts {
  platform: PlatformContext;
  /** Availability zones of the cluster. */
  zones: string[];
  /** Application namespaces whose pods are in the mesh. */
  meshNamespaces: string[];
  /** DNS domain of the stack. */
  domain: string;
  /** Public hosted zones that the stack may write into, that of its own domain first; empty where it names none. */
  hostedZones: HostedZone[];
  /** What a node is made of, for add-ons that start nodes. */
  nodes: {
    /** IAM role of all nodes. */
    roleName: string;
    /** Pinned release of each kind of image, in the form of a managed node group. */
    images: { al2023: string; bottlerocket: string };
  };
  /** Tags of everything in AWS; the provider's default tags don't reach what controllers make. */
  tags: Record<string, string>;
  /**
   * The VPC: by id where it exists already, else by tags that only it carries, because the id of a VPC that this
   * program makes is unknown at the first preview and a chart with an unknown value is not rendered.
   */
  vpc: { id: string } | { tags: Record<string, string> };
}
