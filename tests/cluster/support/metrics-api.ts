import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { join } from "node:path";
import type { Api, KubeObject } from "./api";
import type { ControlPlane } from "./control-plane";
import { freePort } from "./processes";
import { until } from "./wait";

const root = "/apis/metrics.k8s.io/v1beta1";

/**
 * Stands for metrics-server: an aggregated API that shares the load of each service, in thousandths of a vCPU, evenly
 * among its ready pods. Format: k8s.io/metrics v0.36.3, pkg/apis/metrics/v1beta1/types.go.
 */
export class MetricsApi {
  /** Load of each service by its name; none is 0. */
  readonly load = new Map<string, number>();

  private constructor(
    private readonly api: Api,
    private readonly server: Server,
  ) {}

  /** Serves with the API server's own certificate, and waits until the API server hands requests on. */
  static async start({ api, processes }: ControlPlane): Promise<MetricsApi> {
    const file = (name: string) => readFileSync(join(processes.directory, "certificates", name));
    const server = createServer({ key: file("apiserver.key"), cert: file("apiserver.crt") });
    const metrics = new MetricsApi(api, server);
    server.on("request", (request, response) => {
      const [path = "", query] = (request.url ?? "").split("?");
      void metrics
        .answer(path, new URLSearchParams(query))
        .catch((error: unknown) => ({ kind: "Status", status: "Failure", code: 500, message: String(error) }))
        .then((body) => {
          response.statusCode = body === undefined ? 404 : "code" in body ? 500 : 200;
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(body ?? {}));
        });
    });
    const port = await freePort();
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    for (const object of registration(port)) await api.apply(object);
    await until("the metrics API is available", 60, async () => {
      const { status, body } = await api.send("GET", `${root}/namespaces/default/pods`);
      return status === 200 ? undefined : `${status} ${JSON.stringify(body)}`;
    });
    return metrics;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  private async answer(path: string, query: URLSearchParams): Promise<object | undefined> {
    if (path === root) return { kind: "APIResourceList", apiVersion: "v1", groupVersion: group, resources };
    const namespace = /\/namespaces\/([^/]+)\/pods$/.exec(path)?.[1];
    if (namespace === undefined) return undefined;
    const pods = (await this.api.list("v1", "Pod", { namespace, labels: query.get("labelSelector") ?? "" })).filter(
      ready,
    );
    return { kind: "PodMetricsList", apiVersion: group, metadata: {}, items: pods.map((pod) => this.usage(pod, pods)) };
  }

  private usage({ metadata, spec }: KubeObject, pods: KubeObject[]): object {
    const service = metadata.labels?.["app.kubernetes.io/name"] as string;
    const sharing = pods.filter((pod) => pod.metadata.labels?.["app.kubernetes.io/name"] === service).length;
    const cpu = `${Math.round((this.load.get(service) ?? 0) / sharing)}m`;
    const [first, ...rest] = spec.containers as { name: string }[];
    const idle = rest.map(({ name }) => ({ name, usage: { cpu: "0", memory: "1Mi" } }));
    return {
      metadata: { name: metadata.name, namespace: metadata.namespace, labels: metadata.labels as unknown },
      timestamp: new Date().toISOString(),
      window: "1s",
      containers: [{ name: first?.name, usage: { cpu, memory: "64Mi" } }, ...idle],
    };
  }
}

const group = "metrics.k8s.io/v1beta1";
const resources = [{ name: "pods", singularName: "", namespaced: true, kind: "PodMetrics", verbs: ["get", "list"] }];

/** An aggregated API is behind a Service; one of the type ExternalName leads to this process. */
function registration(port: number): KubeObject[] {
  const service = { name: "metrics-api", namespace: "kube-system" };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: service,
      spec: { type: "ExternalName", externalName: "localhost", ports: [{ port }] },
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.metrics.k8s.io" },
      spec: {
        group: "metrics.k8s.io",
        version: "v1beta1",
        service: { ...service, port },
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    },
  ];
}

function ready({ metadata, status }: KubeObject): boolean {
  const is = status.conditions?.some((one: any) => one.type === "Ready" && one.status === "True") as
    boolean | undefined;
  return is === true && metadata.deletionTimestamp === undefined;
}
