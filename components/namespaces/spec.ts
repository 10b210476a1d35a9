import type { PodSecurityLevel } from "../shared/refs";

/** Quantities by resource: `cpu`, `memory`, `ephemeral-storage`. */
export type ResourceQuantities = Record<string, string>;

/** Bounds and defaults of one container: https://kubernetes.io/docs/concepts/policy/limit-range/ */
export interface ContainerLimits {
  /** Limits of a container that says none. */
  default: ResourceQuantities;
  /** Requests of a container that says none. */
  defaultRequest: ResourceQuantities;
  min?: ResourceQuantities | undefined;
  max?: ResourceQuantities | undefined;
  /** How many times its request a limit may be. */
  maxLimitRequestRatio?: ResourceQuantities | undefined;
}

/** One allowance of a namespace's network policies: which pods, which other side, which ports. */
export interface Allowance {
  /** Labels of the pods of this namespace that it is for; all of them when left out. */
  pods?: Record<string, string> | undefined;
  /** The other side's namespace, by name; this one when left out. */
  namespace?: string | undefined;
  /** Labels of the other side's pods; all of them when left out. */
  peers?: Record<string, string> | undefined;
  /** A range instead of pods. */
  cidr?: string | undefined;
  /** Ports by number or by the name that the container gives them. */
  ports: (number | string)[];
  protocol: "TCP" | "UDP";
}

/** What the pods of a namespace may reach and be reached by. Everything else is denied, both ways. */
export interface NamespaceNetwork {
  egress: "none" | "internet";
  sameNamespace: "allow" | "deny";
  /** Ports that the monitoring namespace may scrape. */
  scrapePorts: (number | string)[];
  ingressFrom: Record<string, Allowance>;
  egressTo: Record<string, Allowance>;
}

/** One rule of a Role. */
export interface RoleRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[] | undefined;
}

/** A Role of the namespace, or one of the cluster's, and who has it there. */
export interface NamespaceRole {
  /** Rules of a Role of its own. */
  rules?: RoleRule[] | undefined;
  /** A ClusterRole of Kubernetes instead: what its users may do anywhere, here. */
  clusterRole?: "view" | "edit" | "admin" | undefined;
  /** Groups, for example those of an EKS access entry. */
  groups: string[];
  /** Service accounts of this namespace. */
  serviceAccounts: string[];
  /** Why rights beyond the usual are given. */
  reason?: string | undefined;
}

/** A namespace with everything that guards it. */
export interface NamespaceSpec {
  name: string;
  /** `application`: what a stack lists under `namespaces`. `platform`: what an add-on needs. */
  kind: "application" | "platform";
  /** Path of the stack config that asked for it. */
  configPath?: string;
  podSecurity: PodSecurityLevel;
  /** Why a level below `restricted`; written on the namespace, the preview lists it. */
  reason?: string | undefined;
  /** What in it nobody can make again: it then stays in the cluster when the stack no longer has it. */
  keeps?: string | undefined;
  team?: string | undefined;
  costCenter?: string | undefined;
  labels?: Record<string, string> | undefined;
  mesh?: "none" | "istio" | undefined;
  /** Whether its pods may be targets of a load balancer, which then has a word in their readiness. */
  targets?: boolean | undefined;
  /** Names that the tier label of its pods may have. */
  tiers?: string[] | undefined;
  /** `spec.hard` of the ResourceQuota; none when left out. */
  quota?: ResourceQuantities | undefined;
  /** Priority classes whose pods alone the quota counts, for namespaces of critical add-ons. */
  quotaPriorityClasses?: string[] | undefined;
  /** Whether its pods are those without requests alone. */
  bestEffort?: boolean | undefined;
  limitRange?: ContainerLimits | undefined;
  /** No network policies at all when left out. */
  network?: NamespaceNetwork | undefined;
  roles?: Record<string, NamespaceRole> | undefined;
  /** Service accounts that no service makes for itself. */
  serviceAccounts?: string[] | undefined;
}
