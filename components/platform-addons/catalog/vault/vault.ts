import { panels, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { policyDocument } from "../../../identity/policy-document";
import { type AddonInput, type AddonObject, type CatalogAddon, waves } from "../../addon";
import { useOfKey } from "../../addon-key";
import { controllerPolicy } from "../../network-policy";
import { spread } from "../../placement";
import { alike } from "../../pods";
import { accessFiles, accessFolder, reloadScript, serverConfig, tlsFolder } from "./config";
import { type VaultSettings, vaultSettings } from "./settings";

const name = "vault";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name, component: "server" };

/** Issuer of Vault's certificate, and of whoever has to trust it: each of its certificates comes with `ca.crt`. */
export const vaultIssuer = "vault-ca";
const secretName = "vault-tls";
const accessName = "vault-access";

const aliasOf = ({ facts }: Pick<AddonInput, "facts">) => `alias/${facts.platform.clusterName}-vault`;

/**
 * Vault: secrets of services, by a policy and a role each (TB-59, SS-61).
 *
 * Values: hashicorp/vault-helm, tag v0.34.1, values.yaml, templates/_helpers.tpl. Servers in a Raft of their own, sealed
 * by a key of KMS, so that a pod that starts again opens itself. It still has to be initialized once, by hand: whoever
 * does that holds the recovery keys, and no program or state does. docs/runbooks/vault-initialize.md
 *
 * Cost: a KMS key (1 USD a month), and two volumes a server.
 */
export const vault: CatalogAddon<VaultSettings> = {
  name,
  summary: "secrets of services, with a policy and a role for each",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["server.extraLabels"],
  page: { panels },
  rules,
  needs: [{ addon: "cert-manager", why: "its servers trust each other, and are trusted, by a certificate of it" }],
  excludes: [],
  settings: vaultSettings,
  namespaces: (settings) => [
    { name: settings.namespace, podSecurity: "restricted", keeps: "the volumes with Vault's secrets" },
  ],
  pods: ({ settings }) => [
    alike("StatefulSet/vault", settings.replicas, "server.resources", "server.extraContainers.0.resources"),
  ],
  delivery: () => ({
    kind: "chart",
    reason: "its only hook is a test, and without the injector the chart renders the same twice",
    readyByHand: "a server is ready once Vault is initialized",
    notByArgoCd: "its Application would not be healthy before that, and later waves wait for health",
  }),
  keys: (input) => [
    { alias: aliasOf(input), description: `Unseals Vault of the cluster ${input.facts.platform.clusterName}` },
  ],
  // https://developer.hashicorp.com/vault/docs/configuration/seal/awskms ("Authentication")
  identities: (input) => [
    {
      serviceAccount: name,
      policy: policyDocument(
        useOfKey(input.facts.platform, aliasOf(input), ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"]),
      ),
    },
  ],
  values: (input) => ({
    global: { tlsDisable: false },
    // Secrets come by the CSI driver, as files: an agent in each pod would be a second way.
    injector: { enabled: false },
    server: server(input),
    serverTelemetry: {
      serviceMonitor: {
        enabled: input.on("prometheus-operator-crds"),
        // Left out, the chart says `release: prometheus`.
        selectors: { "app.kubernetes.io/part-of": input.facts.platform.clusterName },
        tlsConfig: { ca: { secret: { name: secretName, key: "ca.crt" } }, serverName: name },
      },
    },
  }),
  objects: (input) => [
    ...certificates(input),
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: accessName, namespace: input.namespace },
      setting: "services",
      body: { data: accessFiles(input.settings.services) },
    },
    // 8201: the servers among each other.
    controllerPolicy({
      namespace: input.namespace,
      name,
      selector,
      ingressPorts: [8200, 8201],
      egressPorts: [8200, 8201],
    }),
  ],
};

function server({ settings, facts, placement, serviceAccountAnnotations, ...input }: AddonInput<VaultSettings>) {
  const files = [
    { name: "tls", mountPath: tlsFolder, readOnly: true },
    { name: "access", mountPath: accessFolder, readOnly: true },
    // Where the chart's own script writes the config.
    { name: "tmp", mountPath: "/tmp" },
  ];
  return {
    ha: {
      enabled: true,
      replicas: settings.replicas,
      // By name, because its certificate has none of the pod's addresses. The chart's HOSTNAME comes after this one.
      apiAddr: `https://$(VAULT_K8S_POD_NAME).${name}-internal.${input.namespace}.svc:8200`,
      raft: {
        enabled: true,
        setNodeId: true,
        config: serverConfig({
          clusterName: facts.platform.clusterName,
          region: facts.platform.region,
          keyAlias: aliasOf({ facts, ...input }),
          replicas: settings.replicas,
        }),
      },
      // One server with a budget of none would keep its node from being drained; else the chart keeps a majority.
      disruptionBudget: { enabled: settings.replicas > 1 },
    },
    // The chart's own way: a new version comes to a server when somebody deletes its pod, the active one last.
    updateStrategyType: "OnDelete",
    dataStorage: { enabled: true, size: settings.storage.data },
    auditStorage: { enabled: true, size: settings.storage.audit },
    // What is in them outlives the release, whoever deletes it.
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "512Mi" } },
    extraEnvironmentVars: { VAULT_CACERT: `${tlsFolder}/ca.crt` },
    // One may signal the other.
    shareProcessNamespace: true,
    extraContainers: [certificateReloader],
    volumes: [
      { name: "tls", secret: { secretName } },
      { name: "access", configMap: { name: accessName } },
      { name: "tmp", emptyDir: {} },
    ],
    volumeMounts: files,
    // Sealed or not initialized is alive.
    livenessProbe: {
      enabled: true,
      path: "/v1/sys/health?standbyok=true&sealedcode=204&uninitcode=204",
      failureThreshold: 6,
    },
    statefulSet: {
      securityContext: {
        pod: {
          runAsNonRoot: true,
          runAsUser: 100,
          runAsGroup: 1000,
          fsGroup: 1000,
          seccompProfile: { type: "RuntimeDefault" },
        },
        container: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
      },
    },
    serviceAccount: { create: true, name, annotations: serviceAccountAnnotations(name) },
    affinity: "",
    topologySpreadConstraints: spread(selector, settings.replicas, "StatefulSet"),
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    priorityClassName: "system-cluster-critical",
  };
}

/**
 * Vault reads the certificate of its listener again at a SIGHUP and at no other time (hashicorp/vault #5387, #10615), and
 * a pod lives longer than a certificate: this container looks each minute whether another one is mounted. Of the servers'
 * own image, whose shell and user it has: hashicorp/vault-helm, tag v0.34.1, values.yaml, `server.image`.
 */
const certificateReloader = {
  name: "certificate-reloader",
  image: "hashicorp/vault:2.0.4",
  command: ["/bin/sh", "-c", reloadScript],
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "32Mi" } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  volumeMounts: [{ name: "tls", mountPath: tlsFolder, readOnly: true }],
};

/** A root that signs itself, an issuer that signs by it, and the servers' certificate. */
function certificates({ namespace, settings, namespaceOf }: AddonInput<VaultSettings>): AddonObject[] {
  const group = "cert-manager.io";
  const issuing = namespaceOf("cert-manager") ?? namespace;
  const ofIssuer = (issuer: string) => ({ name: issuer, kind: "ClusterIssuer", group });
  const object = (kind: string, metadata: AddonObject["metadata"], spec: Record<string, unknown>): AddonObject => ({
    apiVersion: `${group}/v1`,
    kind,
    metadata,
    body: { spec },
  });
  return [
    object("ClusterIssuer", { name: "vault-root" }, { selfSigned: {} }),
    // A ClusterIssuer's key is in cert-manager's own namespace.
    object(
      "Certificate",
      { name: vaultIssuer, namespace: issuing },
      {
        isCA: true,
        commonName: vaultIssuer,
        secretName: vaultIssuer,
        duration: "43800h",
        // Certificates that it signed before are still known by the new root after a renewal.
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
        issuerRef: ofIssuer("vault-root"),
      },
    ),
    object("ClusterIssuer", { name: vaultIssuer }, { ca: { secretName: vaultIssuer } }),
    object(
      "Certificate",
      { name: secretName, namespace },
      {
        secretName,
        duration: "2160h",
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        usages: ["server auth", "client auth"],
        dnsNames: [
          ...[name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}-active.${namespace}.svc`],
          ...Array.from({ length: settings.replicas }, (_, index) => `${name}-${index}.${name}-internal`).flatMap(
            (host) => [host, `${host}.${namespace}.svc`],
          ),
        ],
        ipAddresses: ["127.0.0.1"],
        issuerRef: ofIssuer(vaultIssuer),
      },
    ),
  ];
}
