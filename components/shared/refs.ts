import type * as pulumi from "@pulumi/pulumi";

/** What other components need of the network. */
export interface NetworkRef {
  /** Id of the VPC. */
  vpcId: pulumi.Input<string>;
  /** Address range of the VPC, plain. */
  cidr: string;
  /** Zones in the order of the subnets. */
  zones: string[];
  /** One per zone, in the order of `zones`. */
  publicSubnetIds: pulumi.Input<string>[];
  /** One per zone, in the order of `zones`. */
  privateSubnetIds: pulumi.Input<string>[];
  /** Ranges of the public subnets, where load balancers have their addresses. */
  publicSubnetCidrs: string[];
  /** Ranges of the private subnets, where nodes, pods, databases and caches have their addresses. */
  privateSubnetCidrs: string[];
  /** Security group that admits 443 to the control plane's network interfaces. */
  controlPlaneSecurityGroupId: pulumi.Input<string>;
  /** Security group of every node. */
  nodeSecurityGroupId: pulumi.Input<string>;
  /** Security group of databases and caches outside the cluster. */
  databaseSecurityGroupId: pulumi.Input<string>;
}

/**
 * What there is of namespaces, by their names, for `dependsOn` of what goes into them: the namespaces and all that guards
 * them. Nothing for those that others made.
 */
export type NamespaceResources = (...names: string[]) => pulumi.Resource[];

/** What other components need of the cluster. */
export interface ClusterRef {
  /** Name of the EKS cluster, plain. */
  name: string;
  /** Issuer of service account tokens, without `https://`. */
  oidcIssuer: pulumi.Input<string>;
  /** Address of the API server. */
  endpoint: pulumi.Input<string>;
  /** Certificate of the authority that signs the API server's, in base64. */
  certificateAuthority: pulumi.Input<string>;
}

/** Where the pods of a pool can go: what a service needs to say to be placed there. */
export interface PoolRef {
  /** Node labels that select the pool. */
  labels: Record<string, string>;
  taints: { key: string; value: string; effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute" }[];
  /** Architectures of the pool's instance types. */
  architectures: ("amd64" | "arm64")[];
  capacity: "on-demand" | "spot";
}

/** A gateway that routes attach to: a Gateway API Gateway. */
export interface GatewayRef {
  /** What answers at the gateway, and so what it can ask of requests. */
  kind: "alb" | "envoy" | "istio";
  gatewayName: string;
  gatewayNamespace: string;
  /** Scheme of the URLs behind the gateway. */
  scheme: "http" | "https";
  /** Identity of the gateway's proxies in the mesh, where they are in it. */
  principal?: { namespace: string; serviceAccount: string };
  /** True where the load balancer sends requests, and so health checks, to the pods themselves (ALB, IP targets). */
  targetsPodIps: boolean;
  /** Who the traffic comes from as a pod sees it, for network policies. */
  sources: (
    | { ipBlock: { cidr: string } }
    | {
        namespaceSelector: { matchLabels: Record<string, string> };
        podSelector?: { matchLabels: Record<string, string> };
      }
  )[];
}

/** Levels of Pod Security admission, strictest first: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/** What a service needs to know of the namespace that it runs in; all of it plain. */
export interface NamespaceRef {
  name: string;
  podSecurity: PodSecurityLevel;
  /** `spec.hard` of its quota; empty where there is none. */
  quota: Record<string, string>;
  /** Whether pods of the namespace may talk to each other without declaring it. */
  sameNamespace: "allow" | "deny";
  /** Names that the tier of a service may have; none: any. */
  tiers: string[];
  /** Team that owns it. */
  team: string;
  costCenter: string;
  mesh: "none" | "istio";
}
