import { type Controller, fromModule, home } from "./controller";

/** With upstream's own manifests, for its chart is in no Go module. */
export const kubeStateMetrics: Controller = {
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
};
