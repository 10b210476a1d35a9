import { panels } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { createHash } from "node:crypto";
import { type Addon, type AddonInput, type CommonAddonSettings, waves } from "../../addon";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";
import { ownerLabels } from "../../owner-labels";
import { drainBudget } from "../../drain-budget";
import { peerPolicy } from "../../peer-policy";
import { metricsPort, otlpPort } from "../opentelemetry-collector/config";
import { dataDirectory, jaegerConfig, loginDirectory, userVariable } from "./config";
import type { JaegerSettings, SearchSettings } from "./settings";
import { stackName } from "../kube-prometheus-stack/address";
import { jaegerName, jaegerPort } from "./address";

export type JaegerAddonSettings = JaegerSettings & CommonAddonSettings;

const selector = { "app.kubernetes.io/name": jaegerName, "app.kubernetes.io/instance": jaegerName };
/** Without the job that deletes indices. */
const servers = { ...selector, "app.kubernetes.io/component": "all-in-one" };
const claimName = `${jaegerName}-data`;

/** The search cluster of a stack, where it has one. */
const searchOf = ({ elasticsearch, opensearch }: JaegerSettings): SearchSettings | undefined =>
  elasticsearch ?? opensearch;

const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

const user = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: { type: "RuntimeDefault" } };

/**
 * Jaeger 2 (VC-75, TB-77): keeps traces in Elasticsearch or OpenSearch (TB-11), or in a database of its own on a volume.
 *
 * Values: jaegertracing/helm-charts, chart 4.11.1 (commit 6c602b5), charts/jaeger/values.yaml and
 * templates/jaeger/jaeger-deploy.yaml, which reads `topologySpreadConstraints` though values.yaml spells it otherwise.
 *
 * The chart has no priority class and no ServiceMonitor: its pods carry the annotations by which Prometheus finds them.
 */
export const jaeger: Addon<JaegerAddonSettings> = {
  name: jaegerName,
  summary: "Jaeger 2, which keeps traces and shows them",
  configPath: "observability.traces.jaeger",
  wave: waves.observability,
  chart: chartPin(jaegerName),
  labelsAt: ["commonLabels"],
  page: { panels },
  stores: "traces",
  needs: [],
  excludes: [],
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${jaegerName}`, settings.replicas, "jaeger.resources")],
  delivery: () => ({
    kind: "chart",
    reason: "its hook is of a kind of index that is not used, and the chart renders the same twice",
  }),
  values: (input) => {
    const { settings } = input;
    const found = searchOf(settings);
    return {
      fullnameOverride: jaegerName,
      userconfig: jaegerConfig(settings),
      jaeger: pods(input),
      ...(found ? cleaner(input, found) : { extraObjects: [claim(settings)] }),
    };
  },
  objects: ({ namespace, namespaceOf, settings }) => [
    peerPolicy({
      namespace,
      name: jaegerName,
      selector,
      ingressFrom: [
        { namespaces: [namespace], ports: [otlpPort] },
        { namespaces: [namespaceOf(stackName) ?? "monitoring"], ports: [jaegerPort, metricsPort] },
      ],
      egressPorts: portOf(searchOf(settings)),
    }),
    ...(settings.replicas > 1 ? [drainBudget(jaegerName, namespace, servers)] : []),
  ],
};

function pods({ facts, settings, placement }: AddonInput<JaegerAddonSettings>) {
  const found = searchOf(settings);
  const config = createHash("sha256")
    .update(JSON.stringify(jaegerConfig(settings)))
    .digest("hex")
    .slice(0, 16);
  return {
    replicas: settings.replicas,
    resources: {
      requests: { cpu: settings.cpu, memory: settings.memory },
      limits: { memory: settings.memory },
    },
    // Left out, the old pod goes first, as a volume needs it that only one pod can mount.
    ...(found ? { strategy: { type: "RollingUpdate" } } : {}),
    // The chart does not roll its pods when their configuration changes; this does.
    extraEnv: [{ name: "CONFIG_CHECKSUM", value: config }, ...userOf(found)],
    podLabels: ownerLabels(facts.platform),
    podSecurityContext: { ...user, fsGroup: 10001 },
    securityContext: hardened,
    // It asks nothing of the API server.
    serviceAccount: { automountServiceAccountToken: false },
    ...placement,
    ...(settings.replicas > 1 ? { topologySpreadConstraints: spread(servers, settings.replicas, "Deployment") } : {}),
    extraVolumes: found ? loginVolume(found) : [{ name: "data", persistentVolumeClaim: { claimName } }],
    extraVolumeMounts: found
      ? loginVolume(found).map(({ name }) => ({ name, mountPath: loginDirectory, readOnly: true }))
      : [{ name: "data", mountPath: dataDirectory }],
  };
}

function userOf(found: SearchSettings | undefined) {
  if (!found?.login) return [];
  const { secret: name, userKey: key } = found.login;
  return [{ name: userVariable, valueFrom: { secretKeyRef: { name, key } } }];
}

function loginVolume({ login }: SearchSettings) {
  if (!login) return [];
  const items = [{ key: login.passwordKey, path: "password" }];
  return [{ name: "login", secret: { secretName: login.secret, items } }];
}

/** The job that deletes indices that are too old, each night: jaeger v2.19.0, cmd/es-index-cleaner. */
function cleaner({ settings, placement, facts }: AddonInput<JaegerAddonSettings>, found: SearchSettings) {
  const { login } = found;
  const variable = (name: string, key: string) =>
    login ? [{ name, valueFrom: { secretKeyRef: { name: login.secret, key } } }] : [];
  return {
    storage: { type: "elasticsearch", elasticsearch: { url: found.url } },
    esIndexCleaner: {
      enabled: true,
      numberOfDays: settings.retentionDays,
      cmdlineParams: { "index-prefix": found.indexPrefix },
      extraEnv: [
        ...variable("ES_USERNAME", login?.userKey ?? ""),
        ...variable("ES_PASSWORD", login?.passwordKey ?? ""),
      ],
      activeDeadlineSeconds: 3600,
      ttlSecondsAfterFinished: 86_400,
      resources: resources("20m", "64Mi"),
      podLabels: ownerLabels(facts.platform),
      podSecurityContext: user,
      securityContext: hardened,
      ...placement,
    },
  };
}

/** The volume of Badger, one of the chart's objects, so that the pod that waits for it is not waited for first. */
function claim({ volume }: JaegerAddonSettings) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: claimName },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: volume?.storageClass,
      resources: { requests: { storage: volume?.size } },
    },
  };
}

function portOf(found: SearchSettings | undefined): number[] {
  if (!found) return [];
  const { port, protocol } = new URL(found.url);
  const number = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  return number === 443 ? [] : [number];
}
