import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { unreplicatedKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";

const name = "barman-cloud";
const selector = { "app.kubernetes.io/name": "plugin-barman-cloud", "app.kubernetes.io/instance": name };

/** Port on which the operator asks it. */
export const barmanCloudPort = 9090;

/**
 * The Barman Cloud plugin of CloudNativePG: base backups and the write-ahead log of PostgreSQL into a bucket, all the time.
 * It succeeds the operator's own archiving, which is deprecated since 1.26 (cloudnative-pg v1.30.0, docs/src/backup.md).
 *
 * Values: cloudnative-pg/charts, tag plugin-barman-cloud-v0.7.0, charts/plugin-barman-cloud/values.yaml.
 *
 * It lives in the operator's namespace, which finds it by its Service there. One copy, because its chart replaces the old
 * pod before the new one starts; the instances archive by their own sidecars, also while it is away.
 */
export const barmanCloud: CatalogAddon<CommonAddonSettings> = {
  name,
  summary: "the plugin of CloudNativePG that archives databases into buckets",
  wave: waves.services,
  chart: chartPin("barman-cloud"),
  labelsAt: ["podLabels"],
  crds: { files: definitionsPin(name) },
  page: { none: "what it archives is in the metrics of the instances, scraped with cloudnative-pg" },
  needs: [
    { addon: "cloudnative-pg", why: "it is a plugin of its operator" },
    { addon: "cert-manager", why: "the operator and it know each other by certificates of its" },
  ],
  excludes: [],
  settings: (defaults) =>
    z.strictObject(unreplicatedKeys(defaults, "cnpg-system")).transform((settings) => ({ ...settings, replicas: 1 })),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike(`Deployment/${name}-plugin-barman-cloud`, 1, "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: ({ placement }) => ({
    // The definitions are a layer of their own.
    crds: { create: false },
    replicaCount: 1,
    resources: resources("50m", "128Mi"),
    priorityClassName: "system-cluster-critical",
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  }),
  objects: ({ namespace }) => [controllerPolicy({ namespace, name, selector, ingressPorts: [barmanCloudPort] })],
};
