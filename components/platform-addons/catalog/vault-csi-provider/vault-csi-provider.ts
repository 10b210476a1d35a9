import { chartPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { unreplicatedKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";
import { hostReason } from "../secrets-store-csi-driver/secrets-store-csi-driver";
import { vaultIssuer } from "../vault/vault";

const name = "vault-csi-provider";
const driver = "secrets-store-csi-driver";
const secretName = `${name}-ca`;

/**
 * Vault's provider of the Secrets Store CSI driver: mounts secrets of Vault as files (TB-60).
 *
 * Values: hashicorp/vault-helm, tag v0.34.1, values.yaml; the server's own chart, with nothing but the provider. A
 * release of its own, because it stands on its hosts and the servers must not. It logs in with a token of the pod that
 * mounts, and so has no right of its own in Vault.
 */
export const vaultCsiProvider: CatalogAddon<CommonAddonSettings> = {
  name,
  summary: "the provider that reads Vault for the Secrets Store CSI driver",
  wave: waves.services,
  chart: chartPin("vault"),
  labelsAt: ["csi.daemonSet.extraLabels", "csi.pod.extraLabels"],
  page: { none: "has no metrics; the driver and vault have" },
  needs: [
    { addon: driver, why: "it only answers what the driver asks" },
    { addon: "vault", why: "it reads from there" },
    { addon: "cert-manager", why: "it knows Vault by a certificate of it" },
  ],
  excludes: [],
  settings: (defaults) =>
    z
      .strictObject(unreplicatedKeys(defaults, "secrets-management"))
      .transform((settings) => ({ ...settings, replicas: 0 })),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "privileged", reason: hostReason }],
  pods: () => [alike("DaemonSet/vault-csi-provider", "node", "csi.resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: ({ namespaceOf, namespace }) => ({
    fullnameOverride: "vault",
    global: { tlsDisable: false, externalVaultAddr: `https://vault.${namespaceOf("vault") ?? namespace}.svc:8200` },
    injector: { enabled: false },
    // The names of these are the servers' own.
    server: { enabled: false, serviceAccount: { create: false }, authDelegator: { enabled: false } },
    csi: {
      enabled: true,
      // A cache of tokens for a Vault that is far away; this one is beside it.
      agent: { enabled: false },
      extraArgs: ["--vault-tls-ca-cert=/vault/tls/ca.crt"],
      volumes: [{ name: "tls", secret: { secretName, items: [{ key: "ca.crt", path: "ca.crt" }] } }],
      volumeMounts: [{ name: "tls", mountPath: "/vault/tls", readOnly: true }],
      resources: resources("10m", "64Mi"),
      pod: { tolerations: [{ operator: "Exists" }] },
      // The chart's ten seconds are those of readiness, and end a start that is slower than usual.
      livenessProbe: { failureThreshold: 12 },
      priorityClassName: "system-node-critical",
      daemonSet: {
        securityContext: {
          container: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
        },
      },
    },
  }),
  objects: ({ namespace }) => [
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name: secretName, namespace },
      // Only what signed it is mounted.
      body: {
        spec: {
          secretName,
          commonName: name,
          duration: "2160h",
          privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
          usages: ["client auth"],
          issuerRef: { name: vaultIssuer, kind: "ClusterIssuer", group: "cert-manager.io" },
        },
      },
    },
    controllerPolicy({
      namespace,
      name,
      selector: { "app.kubernetes.io/name": "vault-csi-provider" },
      ingressPorts: [8080],
      egressPorts: [8200],
    }),
  ],
};
