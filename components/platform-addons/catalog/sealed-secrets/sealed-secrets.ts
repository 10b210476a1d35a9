import { panels } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { pattern } from "../../../shared/problem";
import type { PlatformRoleName } from "../../../shared/vocabulary";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { unreplicatedKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";

const name = "sealed-secrets";
/** What the command line tool `kubeseal` looks for, in the namespace that its `--controller-namespace` names. */
const controller = "sealed-secrets-controller";
const developers: PlatformRoleName = "platform-developer";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/** The chart takes a text of YAML here. */
const proxiers = `- apiGroup: rbac.authorization.k8s.io\n  kind: Group\n  name: ${developers}\n`;

/** Settings of the controller beside those of every add-on. */
export interface SealedSecretsSettings extends CommonAddonSettings {
  keyRenewPeriod: string;
}

/**
 * Sealed Secrets: secrets that are kept, encrypted, in Git, and opened in the cluster alone (SS-59, VC-62). A secret is
 * sealed for its name and namespace, for its namespace, or for the whole cluster: `kubeseal --scope`.
 *
 * Values: bitnami/sealed-secrets, tag helm-v2.19.1, helm/sealed-secrets/values.yaml.
 *
 * Its keys are the one thing that must be backed up (SS-78): each carries the label `platform/backup`, and
 * docs/runbooks/sealed-secrets-keys.md says how. The controller is one by design; while it is away, what is in the
 * cluster stays, and only new secrets wait.
 */
export const sealedSecrets: CatalogAddon<SealedSecretsSettings> = {
  name,
  summary: "the controller that opens secrets kept encrypted in Git",
  wave: waves.controllers,
  chart: chartPin(name),
  labelsAt: ["commonLabels", "podLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  needs: [],
  excludes: [],
  settings: (defaults) =>
    z
      .strictObject({
        ...unreplicatedKeys(defaults, "sealed-secrets"),
        keyRenewPeriod: pattern(/^[1-9]\d*h$/, "is not a number of hours", "hours, such as 720h")
          .default("720h")
          .describe(
            "Age at which a new key is made for what is sealed from then on. Old keys stay, and open old secrets.",
          ),
      })
      .transform((given) => ({ ...given, replicas: 1 })),
  namespaces: (settings) => [
    { name: settings.namespace, podSecurity: "restricted", keeps: "the keys that SealedSecrets are opened with" },
  ],
  pods: () => [alike(`Deployment/${controller}`, 1, "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  // 8080: the public key for kubeseal, 8081: metrics.
  objects: ({ namespace }) => [controllerPolicy({ namespace, name, selector, ingressPorts: [8080, 8081] })],
  values: ({ settings, placement, on }) => ({
    fullnameOverride: controller,
    keyrenewperiod: settings.keyRenewPeriod,
    privateKeyLabels: { "platform/backup": name },
    resources: resources("50m", "128Mi"),
    priorityClassName: "system-cluster-critical",
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    serviceAccount: { create: true, name: controller },
    livenessProbe: { failureThreshold: 6 },
    ingress: { enabled: false },
    // Who may ask it for the public key through the API server. The chart lets everybody: system:authenticated.
    rbac: { serviceProxier: { subjects: proxiers } },
    metrics: {
      serviceMonitor: { enabled: on("prometheus-operator-crds") },
      prometheusRule: { enabled: on("prometheus-operator-crds") },
    },
  }),
};
