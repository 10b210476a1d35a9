import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { render } from "../../../tools/render/helm";
import type { KubeObject } from "../../cluster/support/api";
import type { ControlPlane } from "../../cluster/support/control-plane";
import { freePort } from "../../cluster/support/processes";
import type { ChartEntry } from "../../cluster/support/stack";
import { accountConfig } from "./account";
import { type ProgramName, programOf, sourceOf } from "./programs";
import { Running } from "./running";

/** How a controller is installed and started. */
interface Controller {
  program: ProgramName;
  /** Name of the release that installs it. */
  chart: string;
  /** What is installed of it: the chart's objects where its source is in the Go module, else upstream's own RBAC. */
  objects(chart: ChartEntry, kubernetes: string): Promise<KubeObject[]>;
  account(chart: ChartEntry): { namespace: string; name: string };
  /** Its command line, with ports of loopback. */
  start(given: Given): { args: string[]; env?: Record<string, string> };
}

interface Given {
  chart: ChartEntry;
  /** What `objects` gave. */
  installed: KubeObject[];
  kubeconfig: string;
  metricsPort: number;
  healthPort: number;
  /** A folder for its files. */
  directory: string;
}

const home = ({ namespace }: ChartEntry) => namespace ?? "default";

/** Files of a module, with the namespace that the stack gives the release in the place of upstream's. */
function fromModule(program: ProgramName, files: string[]): (chart: ChartEntry) => Promise<KubeObject[]> {
  return (chart) => {
    const objects = files.flatMap((file) =>
      parseAllDocuments(readFileSync(join(sourceOf(program), file), "utf8")).map((one) => one.toJS() as KubeObject),
    );
    const moved = objects.map((object) => ({
      ...object,
      ...(object["subjects"]
        ? { subjects: (object["subjects"] as object[]).map((one) => ({ ...one, namespace: home(chart) })) }
        : {}),
      metadata: object.kind.startsWith("Cluster") ? object.metadata : { ...object.metadata, namespace: home(chart) },
    }));
    return Promise.resolve(moved);
  };
}

/** Where Argo Rollouts finds the plugins that the stack's values name, with ours in the place of those of an image. */
async function pluginConfig(chart: ChartEntry): Promise<KubeObject> {
  const { trafficRouterPlugins = [] } = (chart.values?.["controller"] ?? {}) as { trafficRouterPlugins?: object[] };
  const location = `file://${await programOf("gateway-api-plugin", () => undefined)}`;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argo-rollouts-config", namespace: home(chart) },
    data: { trafficRouterPlugins: stringify(trafficRouterPlugins.map((one) => ({ ...one, location }))) },
  };
}

/**
 * What its chart, which is in no Go module, grants beside upstream's own role where the values ask for the Gateway API
 * (argoproj/argo-helm, tag argo-rollouts-2.41.0, charts/argo-rollouts/templates/controller/clusterrole.yaml).
 */
function routeRights(chart: ChartEntry): KubeObject[] {
  const { providers } = (chart.values?.["providerRBAC"] ?? {}) as { providers?: Record<string, boolean> };
  if (!providers?.["gatewayAPI"]) return [];
  const metadata = { name: "argo-rollouts-gateway-api" };
  const routes = ["httproutes", "grpcroutes", "tcproutes", "tlsroutes", "udproutes"];
  const verbs = ["get", "list", "watch", "update"];
  return [
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata,
      rules: [
        { apiGroups: ["gateway.networking.k8s.io"], resources: routes, verbs },
        { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "update"] },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name: "argo-rollouts", namespace: home(chart) }],
    },
  ];
}

const rbac = "rbac.authorization.k8s.io";

export const controllers = {
  "cert-manager": {
    program: "cert-manager",
    chart: "cert-manager",
    objects: async (chart, kubernetes) => {
      const path = join(sourceOf("cert-manager"), "deploy/charts/cert-manager");
      const request = { path, name: chart.name, namespace: home(chart), values: chart.values ?? {} };
      const cluster = { kubeVersion: `v${kubernetes}.0`, apiVersions: ["monitoring.coreos.com/v1/ServiceMonitor"] };
      const [answer] = await render([request], cluster, () => undefined);
      if (!answer || answer.error !== undefined) throw new Error(`cert-manager's chart: ${answer?.error ?? "nothing"}`);
      return answer.documents.flatMap((text) =>
        parseAllDocuments(text).flatMap((one) => (one.toJS() as KubeObject | null) ?? []),
      );
    },
    account: (chart) => ({ namespace: home(chart), name: "cert-manager" }),
    start: ({ chart, installed, kubeconfig, metricsPort, directory }) => {
      const deployment = installed.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === chart.name);
      const config = installed.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === chart.name);
      const file = join(directory, "config.yaml");
      writeFileSync(file, String(config?.["data"]["config.yaml"]));
      const args = (deployment?.spec.template.spec.containers[0].args as string[]).map((arg) =>
        arg.replace("$(POD_NAMESPACE)", home(chart)).replace("/var/cert-manager/config/config.yaml", file),
      );
      return { args: [...args, "--kubeconfig", kubeconfig, `--metrics-listen-address=127.0.0.1:${metricsPort}`] };
    },
  },
  "argo-rollouts": {
    program: "argo-rollouts",
    chart: "argo-rollouts",
    objects: async (chart) => [
      ...(await fromModule("argo-rollouts", [
        "manifests/base/argo-rollouts-sa.yaml",
        "manifests/role/argo-rollouts-clusterrole.yaml",
        "manifests/cluster-install/argo-rollouts-clusterrolebinding.yaml",
      ])(chart)),
      await pluginConfig(chart),
      ...routeRights(chart),
    ],
    account: (chart) => ({ namespace: home(chart), name: "argo-rollouts" }),
    start: ({ chart, kubeconfig, metricsPort, healthPort }) => ({
      args: [
        ...["--kubeconfig", kubeconfig, "--leader-elect=false", "--logformat=json"],
        ...[`--metricsPort=${metricsPort}`, `--healthzPort=${healthPort}`],
      ],
      env: { POD_NAMESPACE: home(chart), KUBECONFIG: kubeconfig }, // the plugin's, too
    }),
  },
  keda: {
    program: "keda",
    chart: "keda",
    objects: fromModule("keda", [
      "config/service_account/service_account.yaml",
      "config/rbac/role.yaml",
      "config/rbac/role_binding.yaml",
      "config/manager/service.yaml",
    ]),
    account: (chart) => ({ namespace: home(chart), name: "keda-operator" }),
    start: ({ chart, kubeconfig, metricsPort, healthPort, directory }) => ({
      args: [
        ...[
          "--kubeconfig",
          kubeconfig,
          "--zap-encoder=console",
          "--enable-cert-rotation=true",
          "--cert-dir",
          directory,
        ],
        ...[`--metrics-bind-address=127.0.0.1:${metricsPort}`, `--health-probe-bind-address=127.0.0.1:${healthPort}`],
        ...["--metrics-service-bind-address=127.0.0.1:0"],
      ],
      env: { POD_NAMESPACE: home(chart), WATCH_NAMESPACE: "" },
    }),
  },
  "kube-state-metrics": {
    program: "kube-state-metrics",
    chart: "kube-prometheus-stack",
    objects: fromModule("kube-state-metrics", [
      "examples/standard/service-account.yaml",
      "examples/standard/cluster-role.yaml",
      "examples/standard/cluster-role-binding.yaml",
    ]),
    account: (chart) => ({ namespace: home(chart), name: "kube-state-metrics" }),
    start: ({ chart, kubeconfig, metricsPort, healthPort }) => {
      const values = (chart.values?.["kube-state-metrics"] ?? {}) as { metricLabelsAllowlist?: string[] };
      return {
        args: [
          ...["--kubeconfig", kubeconfig, "--host=127.0.0.1", `--port=${metricsPort}`],
          ...["--telemetry-host=127.0.0.1", `--telemetry-port=${healthPort}`],
          `--metric-labels-allowlist=${(values.metricLabelsAllowlist ?? []).join(",")}`,
        ],
      };
    },
  },
} as const satisfies Record<string, Controller>;

export type ControllerName = keyof typeof controllers;

/** Objects of the charts of some controllers, as `applyStack` takes them. */
export async function installedBy(
  names: readonly ControllerName[],
  charts: ChartEntry[],
  kubernetes: string,
): Promise<Map<string, KubeObject[]>> {
  const result = new Map<string, KubeObject[]>();
  for (const name of names) {
    const one: Controller = controllers[name];
    const chart = charts.find((entry) => entry.name === one.chart && entry.values !== undefined);
    if (!chart) throw new Error(`the stack installs no ${one.chart}`);
    result.set(chart.name, await one.objects(chart, kubernetes));
  }
  return result;
}

/** Starts a controller whose objects are installed. */
export async function startController(
  name: ControllerName,
  plane: ControlPlane,
  chart: ChartEntry,
  installed: KubeObject[],
  env: Record<string, string> = {},
): Promise<Running> {
  const one: Controller = controllers[name];
  const directory = join(plane.processes.directory, `files-${name}`);
  mkdirSync(directory);
  const [metricsPort, healthPort] = [await freePort(), await freePort()];
  const kubeconfig = await accountConfig(plane, one.account(chart));
  const given = { chart, installed, kubeconfig, metricsPort, healthPort, directory };
  const { args, env: own = {} } = one.start(given);
  const path = await programOf(one.program, () => undefined);
  plane.processes.start(name, path, args, { ...own, ...env });
  const running = new Running(name, plane, metricsPort);
  await running.ready();
  return running;
}
