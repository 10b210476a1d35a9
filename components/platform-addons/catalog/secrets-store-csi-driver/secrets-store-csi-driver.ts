import { panels, rules } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { pattern } from "../../../shared/problem";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { unreplicatedKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { podMonitor } from "../../pod-monitor";
import { alike } from "../../pods";

const name = "secrets-store-csi-driver";

/** Settings of the driver beside those of every add-on. */
export interface SecretsStoreSettings extends CommonAddonSettings {
  rotation: { enabled: boolean; interval: string };
  sync: boolean;
}

/**
 * Secrets Store CSI driver: mounts secrets of AWS and Vault as files into pods (SS-57, SS-58, TB-60).
 *
 * Values: kubernetes-sigs/secrets-store-csi-driver, tag v1.6.0, charts/secrets-store-csi-driver/values.yaml.
 *
 * It asks for nothing in AWS: the provider acts with a token of the pod that mounts, and so with the pod's own role.
 */
export const secretsStoreCsiDriver: CatalogAddon<SecretsStoreSettings> = {
  name,
  summary: "the CSI driver that mounts secrets of AWS or Vault as files",
  wave: waves.controllers,
  chart: chartPin(name),
  labelsAt: ["commonLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  needs: [],
  excludes: [],
  settings: (defaults) =>
    z
      .strictObject({
        ...unreplicatedKeys(defaults, "secrets-management"),
        rotation: z
          .strictObject({
            enabled: z.boolean().default(true).describe("Whether files of running pods follow a change of the secret."),
            interval: pattern(/^([1-9]\d*)(s|m|h)$/, "is not a duration", "a number with s, m or h, such as 10m")
              .default("10m")
              .describe("How often each mounted secret is asked for; AWS bills each call, 0.05 USD per 10,000."),
          })
          .prefault({})
          .describe("Rotation of mounted secrets. A program that reads its file once does not notice."),
        sync: z
          .boolean()
          .default(false)
          .describe(
            "Also keeps Kubernetes Secrets in step with mounted secrets, for variables. The driver may then write Secrets everywhere.",
          ),
      })
      .transform((given) => ({ ...given, replicas: 0 })),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "privileged", reason: hostReason }],
  pods: () => [
    {
      ...alike(
        `DaemonSet/${name}`,
        "node",
        "linux.driver.resources",
        "linux.registrar.resources",
        "linux.livenessProbe.resources",
      ),
      // CPU for the two beside it.
      chartRequests: [{ cpu: "20m", memory: "0" }],
    },
  ],
  delivery: () => ({
    kind: "chart",
    reason: "without its own definitions it has no hooks, and renders the same twice",
  }),
  objects: ({ namespace, on }) => [
    ...(on("prometheus-operator-crds") ? [podMonitor({ namespace, name }, { app: name }, { port: "metrics" })] : []),
    // 8095: metrics; 9808: its own probe. The kubelet and the providers speak to it over sockets of the host.
    controllerPolicy({ namespace, name, selector: { app: name }, ingressPorts: [8095, 9808] }),
  ],
  values: ({ settings }) => ({
    linux: {
      // A layer of their own; the chart's jobs for them are hooks.
      crds: { enabled: false },
      priorityClassName: "system-node-critical",
      // On every node, or pods there wait for their volume for ever.
      tolerations: [{ operator: "Exists" }],
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
      // The chart's own, said here so that a stack can read them.
      driver: { resources: { requests: { cpu: "50m", memory: "100Mi" }, limits: { memory: "200Mi" } } },
      // The chart's limits of 100Mi are five times what it asks for.
      registrar: { resources: { requests: { memory: "40Mi" } } },
      livenessProbe: { resources: { requests: { memory: "40Mi" } } },
    },
    syncSecret: { enabled: settings.sync },
    enableSecretRotation: settings.rotation.enabled,
    rotationPollInterval: settings.rotation.interval,
    // What the provider shows to AWS: STS for IAM roles for service accounts, the other for EKS Pod Identity.
    tokenRequests: [{ audience: "sts.amazonaws.com" }, { audience: "pods.eks.amazonaws.com" }],
  }),
};

/** Why pods of the driver and of its providers are privileged. */
export const hostReason = "mounts volumes into the kubelet's folder on the host";
