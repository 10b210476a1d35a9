import { panels, rules } from "./monitoring";
import { chartPin, definitionsPin, imageTag } from "../../../shared/pins";
import { z } from "zod";
import { pattern } from "../../../shared/problem";
import { label } from "../../../shared/vocabulary";
import type { GitSource } from "./app-of-apps";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";
import { type AddonInput, type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { controllerPolicy, insidePolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";

const name = "argo-cd";

/** Settings of Argo CD beside those of every add-on. */
export interface ArgoCdSettings extends CommonAddonSettings {
  delivers: "none" | "all";
  admin: boolean;
  applications?: GitSource | undefined;
  url?: string | undefined;
}

/**
 * Argo CD: what Git or the program says about applications and add-ons, applied and kept so (TB-14, TB-88).
 *
 * Values: argoproj/argo-helm, charts/argo-cd/values.yaml, 10.3.0. redis-ha: DandyDeveloper/charts,
 * charts/redis-ha/values.yaml.
 *
 * Nothing of it is public but by `consoles`: a Service inside the cluster, no local administrator. `argocd --core` and
 * `kubectl port-forward` work with the rights of whoever runs them.
 */
export const argoCd: CatalogAddon<ArgoCdSettings> = {
  name,
  summary: "delivery of add-ons and applications from one description, kept in sync",
  wave: waves.certificates,
  chart: chartPin(name),
  labelsAt: ["global.additionalLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  needs: [],
  excludes: [],
  settings: argoCdSettings,
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings: { replicas } }) => [
    alike("StatefulSet/argocd-application-controller", 1, "controller.resources"),
    alike("Deployment/argocd-server", replicas, "server.resources"),
    alike("Deployment/argocd-repo-server", replicas, "repoServer.resources"),
    alike("Deployment/argocd-applicationset-controller", replicas, "applicationSet.resources"),
    ...(replicas > 1 ? redisHaPods : [alike("Deployment/argocd-redis", 1, "redis.resources")]),
  ],
  delivery: () => ({
    kind: "release",
    reason: "a hook makes the password of its Redis, which must not change with each render",
  }),
  values: (input) => ({
    fullnameOverride: "argocd",
    // The definitions are a layer of their own.
    crds: { install: false },
    global: {
      // Later than the chart's own: the newest patch that was read.
      image: { tag: imageTag(name, name) },
      domain: input.settings.url === undefined ? `argocd.${input.facts.domain}` : new URL(input.settings.url).host,
      networkPolicy: { create: true },
      logging: { format: "json" },
      priorityClassName: "system-cluster-critical",
      nodeSelector: input.placement.nodeSelector,
      tolerations: input.placement.tolerations,
      // Spread says it, by node and zone.
      affinity: { podAntiAffinity: "none" },
    },
    configs: {
      // A gateway ends TLS, and calls the pods without.
      ...(input.settings.url === undefined ? {} : { params: { "server.insecure": true } }),
      cm: { "admin.enabled": input.settings.admin, [applicationHealthKey]: applicationHealth },
      // Who signs in without a role may look at nothing.
      rbac: { "policy.default": "" },
    },
    // One copy shards nothing; a second one would take half of the clusters, of which there is one.
    controller: part(input, "application-controller", 1, resources("250m", "1Gi")),
    server: part(input, "server", input.settings.replicas, resources("50m", "256Mi")),
    repoServer: part(input, "repo-server", input.settings.replicas, resources("100m", "512Mi")),
    applicationSet: part(input, "applicationset-controller", input.settings.replicas, resources("50m", "256Mi")),
    // No single sign-on and no messages unless `values` say so: what is off can't be attacked.
    dex: { enabled: false },
    notifications: { enabled: false },
    // Beside redis-ha the chart would give this account the name of the proxies' own, and Helm makes no two of one name.
    redis: { resources: resources("50m", "256Mi"), serviceAccount: { create: input.settings.replicas === 1 } },
    redisSecretInit: { resources: resources("10m", "128Mi") },
    ...(input.settings.replicas > 1 ? redisHa(input) : {}),
  }),
  // What comes from outside the chart's own policies say: metrics, and the server's gateway where there is one.
  objects: ({ namespace, settings }) => [
    insidePolicy({ namespace, name, egressPorts: [22] }),
    // But for the metrics of the proxies before its Redis, whose chart has policies of another kind.
    ...(settings.replicas > 1
      ? [
          controllerPolicy({
            namespace,
            name: `${name}-redis-metrics`,
            selector: { app: "redis-ha-haproxy" },
            ingressPorts: [9101],
          }),
        ]
      : []),
  ],
};

function argoCdSettings(defaults: AddonDefaults) {
  const { namespace, replicas, values } = commonAddonKeys(defaults, "argocd");
  return z.strictObject({
    namespace,
    replicas: replicas.describe(
      "Copies of its server, of what reads repositories and of what makes sets of Applications. From 2 its cache is a Redis of three copies with failover, which needs three nodes.",
    ),
    values,
    delivers: z
      .enum(["none", "all"])
      .default("none")
      .describe(
        "`all`: Argo CD installs every add-on that doesn't say otherwise (`delivery`), from an app-of-apps that the program makes. `none`: only those with `delivery: argocd`.",
      ),
    admin: z
      .boolean()
      .default(false)
      .describe("The local administrator, whose password is in the Secret argocd-initial-admin-secret."),
    url: z
      .url({ protocol: /^https$/ })
      .optional()
      .describe(
        "Address that people reach it at, behind something that ends TLS. Left out: that of `consoles`, if any.",
      ),
    applications: z
      .strictObject({
        repository: pattern(
          /^(https:\/\/|ssh:\/\/|git@)\S+$/,
          "is not the address of a Git repository",
          "https://… or git@…",
        ).describe("Git repository with manifests of applications."),
        revision: z.string().min(1).default("main").describe("Branch, tag or commit."),
        path: z.string().min(1).default("apps").describe("Folder of the manifests; those below it count too."),
      })
      .optional()
      .describe(
        "Applications from Git, in the last sync wave: in the stack's application namespaces only, and none of their guards.",
      ),
  });
}

/**
 * Without it a child Application counts as healthy at once, and no wave waits for an earlier one: removed in Argo CD 1.8.
 * Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 */
const applicationHealthKey = "resource.customizations.health.argoproj.io_Application";
const applicationHealth = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil then
  if obj.status.health ~= nil then
    hs.status = obj.status.health.status
    if obj.status.health.message ~= nil then
      hs.message = obj.status.health.message
    end
  end
end
return hs
`;

/** What its controllers have alike. Sizes are trial figures for some twenty Applications. */
function part(
  { on }: AddonInput<ArgoCdSettings>,
  component: string,
  replicas: number,
  sizes: ReturnType<typeof resources>,
) {
  const selector = { "app.kubernetes.io/name": `argocd-${component}`, "app.kubernetes.io/instance": name };
  return {
    replicas,
    pdb: replicas > 1 ? { enabled: true, maxUnavailable: 1 } : { enabled: false },
    resources: sizes,
    topologySpreadConstraints: spread(selector, replicas, "Deployment"),
    metrics: { enabled: true, serviceMonitor: { enabled: on("prometheus-operator-crds") } },
  };
}

const redisHaPods = [
  alike(
    "StatefulSet/argo-cd-redis-ha-server",
    3,
    "redis-ha.redis.resources",
    "redis-ha.sentinel.resources",
    "redis-ha.splitBrainDetection.resources",
  ),
  alike("Deployment/argo-cd-redis-ha-haproxy", 3, "redis-ha.haproxy.resources"),
];

/** Three copies with sentinels, and proxies that know which of them leads: a cache, so without volumes. */
function redisHa({ placement, facts }: AddonInput<ArgoCdSettings>) {
  const critical = { priorityClassName: "system-cluster-critical", podDisruptionBudget: { maxUnavailable: 1 } };
  return {
    "redis-ha": {
      enabled: true,
      extraLabels: { [label.team]: facts.platform.team, [label.costCenter]: facts.platform.costCenter },
      ...critical,
      ...placement,
      redis: { resources: resources("50m", "256Mi") },
      sentinel: { resources: resources("10m", "64Mi") },
      init: { resources: resources("10m", "64Mi") },
      splitBrainDetection: { resources: resources("10m", "64Mi") },
      haproxy: {
        ...critical,
        // Its nodes are those of the whole, its tolerations are not.
        tolerations: placement.tolerations,
        resources: resources("20m", "256Mi"),
        init: { resources: resources("10m", "64Mi") },
      },
    },
  };
}
