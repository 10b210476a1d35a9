import type { PlatformContext } from "../shared/context";

/** Where a chart comes from. */
export interface ChartSource {
  /** HTTPS index, or `oci://` with the registry path that holds the chart. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** Every version that an add-on may ask for, handed over as data so that components know no table of the stacks. */
export interface AddonPins {
  readonly charts: Readonly<Record<string, ChartSource | undefined>>;
  readonly crdBundles: Readonly<Record<string, { readonly manifests: readonly string[] } | undefined>>;
}

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
  /**
   * Versions of images that are not the chart's own, by add-on: those that follow the Kubernetes minor (the checks have
   * reported one that is missing), and Argo CD's.
   */
  releases: Readonly<Record<string, string>>;
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
