import { stringify } from "yaml";
import type { KubeObject } from "../../cluster/support/api";
import type { ChartEntry } from "../../cluster/support/stack";
import { type Controller, fromModule, home } from "./controller";
import { programOf } from "./programs";

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

/** With upstream's own manifests, for its chart is in no Go module. */
export const argoRollouts: Controller = {
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
};
