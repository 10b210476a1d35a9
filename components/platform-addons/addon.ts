import type { z } from "zod";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { RequiredEndpoint } from "../network/endpoints";
import type { DashboardRow } from "./monitoring/panels";
import type { RuleFacts, RuleGroup } from "./monitoring/rule";
import type { BucketsSettings } from "../buckets/settings";
import type { IdentityMode } from "../identity/workload-identity";
import type { AddonIdentity, AddonKey, AddonLogGroup, AddonQueue } from "./addon-aws";
import type { AddonFacts } from "./addon-facts";
import type { ChartPin, DefinitionsPin } from "../shared/pins";
import type { PodSecurityLevel } from "../shared/refs";
import type { AddonDefaults } from "./common-settings";
import type { Placement } from "./placement";

/** Levels of Pod Security admission, strictest first: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const podSecurityLevels: readonly PodSecurityLevel[] = ["restricted", "baseline", "privileged"];

/** What an add-on's values, permissions and delivery are decided from. */
export interface AddonInput<Settings extends CommonAddonSettings = CommonAddonSettings> {
  facts: AddonFacts;
  settings: Settings;
  /** Namespace of the release. */
  namespace: string;
  /** Where its pods go. */
  placement: Placement;
  /** Whether another add-on is installed too. */
  on(addon: string): boolean;
  /** Namespace of another add-on's release; undefined where that is not installed. */
  namespaceOf(addon: string): string | undefined;
  /** How pods of the cluster get their AWS roles. */
  identity: IdentityMode;
  /** Annotations for one of its service accounts, empty with EKS Pod Identity. */
  serviceAccountAnnotations(serviceAccount: string): Record<string, string>;
}

/** Settings that every add-on has. */
export interface CommonAddonSettings {
  namespace: string;
  replicas: number;
  values: Record<string, unknown>;
  /** Who installs its chart; left out: as `argo-cd.delivers` says. */
  delivery?: Deliverer | undefined;
}

/** Who installs a chart: the program, or Argo CD from an Application that the program makes. */
export const deliverers = ["pulumi", "argocd"] as const;

export type Deliverer = (typeof deliverers)[number];

/**
 * How the program installs a chart. `chart`: its objects are resources of the program, so the preview shows them and
 * the policies judge them; hooks are dropped. `release`: Helm itself installs it; hooks run, policies see only values.
 */
export interface Delivery {
  kind: "chart" | "release";
  /** Why; the preview prints it for a release. */
  reason: string;
  /**
   * Why its pods become ready only by somebody's hand, where they do: the program then does not wait for them, and
   * whatever needs the add-on may find it not ready.
   */
  readyByHand?: string;
  /** Why the program installs it even where Argo CD delivers: what goes wrong in Argo CD's hands. */
  notByArgoCd?: string;
  /** Hooks of a release that must not run, and why: they are left out, all of them. */
  withoutHooks?: string;
}

/** Another add-on that this one can't be without, or can't be with. */
export interface AddonRelation {
  addon: string;
  /** What goes wrong otherwise, as the end of a sentence: "because …". */
  why: string;
  /** What to write where the other is not an entry of `platform:addons`. */
  set?: string;
}

/** A namespace that an add-on's pods run in. */
export interface AddonNamespace {
  name: string;
  /** Strictest level that admits its pods. */
  podSecurity: PodSecurityLevel;
  /** Why it isn't `restricted`, where it isn't. */
  reason?: string;
  /** What in it nobody can make again: the namespace stays in the cluster when the add-on leaves the stack. */
  keeps?: string;
}

/** Pods of an add-on that are alike: what its chart makes, and what its controller makes beside. */
export interface AddonPods {
  /** Kind and name of what makes them, such as `Deployment/keda-operator`; `npm run render` compares it with the chart. */
  workload: string;
  /** Left out: the namespace of the release. */
  namespace?: string;
  /** How many; `node`: one on every node, whatever its pool. */
  copies: number | "node";
  /** Pool that they run on, where it isn't the system pool. */
  pool?: string | undefined;
  /** Paths in the values of its chart, with dots, of the resources of its containers. */
  resourcesAt: string[];
  /** Requests of containers that are not in the values: the chart's or the controller's own. */
  chartRequests?: { cpu: string; memory: string }[];
}

/**
 * A Kubernetes object of ours beside a chart: mostly an instance of a kind that the chart serves (an issuer, a pool, a
 * snapshot class), described whole. Labels and the annotation of its place in the config are added.
 */
export interface AddonObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
  };
  /** The key below the add-on's in `platform:addons` that asks for it, such as `issuers.selfsigned`. */
  setting?: string;
  /** Everything beside: `spec` for most kinds, other fields for some. */
  body: Record<string, unknown>;
  /** Why it stays in the cluster when it leaves the program; left out, it goes. */
  keep?: string;
}

/**
 * One add-on, as data. It says nothing about who installs it: the same description becomes a chart of the program, a
 * Helm release or an Argo CD Application.
 *
 * Methods take the add-on's own settings; each is a pure function.
 */
export interface Addon<Settings extends CommonAddonSettings = CommonAddonSettings> {
  /** Name in `platform:addons`, of the Helm release and in every logical name. */
  readonly name: string;
  /** One line for lists and documentation. */
  readonly summary: string;
  /** Path of its settings, for findings about its objects; left out: `addons.<name>`. */
  readonly configPath?: string;
  /** Place in the order; an add-on waits for every earlier wave and for what it needs. See `waves`. */
  readonly wave: Wave;
  /** Its chart, from the pins; left out by an add-on that is nothing but definitions. */
  readonly chart?: ChartPin;
  /**
   * Paths of the values of its chart that take labels, with dots: objects and pods then say whose they are, as
   * everything of the program does. Left out where the chart has none.
   */
  readonly labelsAt?: readonly string[];
  /** Its custom resource definitions: installed before every chart, kept when the add-on goes. */
  readonly crds?: { readonly files: DefinitionsPin } | { readonly chart: ChartPin };
  /** Panels of its page in Grafana, or why it has none. */
  readonly page: { panels(): Builder<Panel>[] } | { readonly none: string };
  /** Rows that it adds to the dashboards of a theme. */
  readonly rows?: Partial<Record<Theme, () => DashboardRow[]>>;
  /** Its alerts and recorded series. A group that the platform has, too, becomes one with that. */
  rules?(facts: RuleFacts): RuleGroup[];
  /** What it keeps, for Grafana to read. */
  readonly stores?: "logs" | "traces";
  /** Endpoints of the VPC that it needs where there is no NAT. */
  readonly endpoints?: readonly RequiredEndpoint[];
  /** Why it can't work without NAT, whatever endpoints there are. */
  readonly internet?: string;
  readonly needs: readonly AddonRelation[];
  readonly excludes: readonly AddonRelation[];
  /**
   * Service accounts that make pods outside the add-on's namespace from a template that was judged already, or that no
   * author writes: admission does not judge those again.
   */
  readonly makesPods?: readonly string[];
  /** Namespaces of its pods, that of the release first. Left out by an add-on without pods. */
  namespaces?(settings: Settings): [AddonNamespace, ...AddonNamespace[]];
  /**
   * Its pods, for the sum that the system pool has to carry and for the quotas of its namespaces. Left out by an add-on
   * without pods.
   */
  pods?(input: AddonInput<Settings>): AddonPods[];
  delivery(input: AddonInput<Settings>): Delivery;
  values(input: AddonInput<Settings>): Record<string, unknown>;
  identities?(input: AddonInput<Settings>): AddonIdentity[];
  /** Keys in AWS that it encrypts with; they come before its chart. */
  keys?(input: AddonInput<Settings>): AddonKey[];
  /** Buckets of its own, by short names; they come before its chart. */
  buckets?(input: AddonInput<Settings>): BucketsSettings;
  /** Queues in AWS that it reads; they come before its chart. */
  queues?(input: AddonInput<Settings>): AddonQueue[];
  /** Log groups that it writes to; they come before its chart. */
  logGroups?(input: AddonInput<Settings>): AddonLogGroup[];
  /**
   * Its instances: registered when its chart is ready, gone before the chart goes, so that a controller is there to clean
   * up behind them. Network policies come before the chart and go after it, and so does what its pods mount: ConfigMaps,
   * and certificates of cert-manager where it needs that. Two of one kind must differ in name or namespace.
   */
  objects?(input: AddonInput<Settings>): AddonObject[];
}

/** An add-on that a stack names in `platform:addons`. */
export interface CatalogAddon<Settings extends CommonAddonSettings = CommonAddonSettings> extends Addon<Settings> {
  /** Schema of its settings, a function of the tier's defaults. */
  settings(defaults: AddonDefaults): z.ZodType<Settings>;
}

/** Dashboards of the platform that add-ons have rows on. */
export type Theme = "cost" | "security";

/** Places in the order, also the sync waves of Argo CD. Definitions come before all of them. */
export const waves = {
  /** Issues certificates that others mount. */
  certificates: 1,
  /** Admission and controllers that others' objects wait for. */
  controllers: 2,
  /** Everything that only uses what is there. */
  services: 3,
  /** Metrics, logs and traces of all of them. */
  observability: 4,
} as const;

export type Wave = (typeof waves)[keyof typeof waves];
