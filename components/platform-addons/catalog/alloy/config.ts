import type { PlatformContext } from "../../../shared/context";
import { lokiPort, lokiUrl } from "../loki/address";

/** Where Alloy keeps how far it has read. */
export const stateDirectory = "/var/lib/alloy";

/** Port of its metrics and health. */
export const alloyPort = 12345;

/** Ports that it calls in the namespace of Loki. */
export const calledPorts = [lokiPort];

/** A trace id of OpenTelemetry in a line, whatever the form: `trace_id=…`, `"traceId": "…"`, `TraceID: …`. */
export const traceIdExpression = `(?i)trace_?id["']?\\s*[:=]\\s*["']?(?P<trace_id>[0-9a-f]{32})`;

/**
 * First line of a record; what is indented belongs to the line before, as in the stack traces of Java, Python and
 * JavaScript.
 */
export const firstLineExpression = `^\\S`;

/** Text in quotes, in Alloy's syntax: that of Go, of which JSON is a part. */
const quoted = (text: string) => JSON.stringify(text);

/** Rules that make labels of what service discovery knows. */
const labelRules = [
  { from: ["__meta_kubernetes_namespace"], to: "namespace" },
  { from: ["__meta_kubernetes_pod_container_name"], to: "container" },
  { from: ["__meta_kubernetes_pod_name"], to: "pod" },
  { from: ["__meta_kubernetes_pod_node_name"], to: "node" },
  { from: ["__meta_kubernetes_pod_label_platform_team"], to: "team" },
  // The container's name where the pod does not say whose it is, then the pod's word.
  { from: ["__meta_kubernetes_pod_container_name"], to: "service" },
  { from: ["__meta_kubernetes_pod_label_app_kubernetes_io_name"], to: "service", regex: "(.+)" },
];

/** Labels of the streams of containers: what a query can select by. */
export const labelsInLoki = ["cluster", "namespace", "service", "container", "team", "stream"];

function rule({ from, to, regex }: (typeof labelRules)[number]): string {
  const lines = [`source_labels = ${quotedList(from)}`, `target_label = ${quoted(to)}`];
  if (regex !== undefined) lines.push(`regex = ${quoted(regex)}`);
  return `  rule {\n${lines.map((line) => `    ${line}`).join("\n")}\n  }`;
}

const quotedList = (texts: string[]) => `[${texts.map(quoted).join(", ")}]`;

/** Where both send: Loki, with the name of the cluster on each line. Refused or unheard, a batch is tried for hours. */
function write({ clusterName }: PlatformContext, namespace: string): string {
  return `
loki.write "loki" {
  endpoint {
    url = ${quoted(`${lokiUrl(namespace)}/loki/api/v1/push`)}
    max_backoff_retries = 50
  }
  external_labels = { cluster = ${quoted(clusterName)} }
}
`;
}

/**
 * Configuration of the collector: files of the containers of its own node (TB-72).
 *
 * Labels are few, because each combination is a stream of its own: cluster, namespace, service, container, team, stream.
 * The pod, the node and the trace are structured metadata, found as fast and at no cost of the index.
 *
 * Names: grafana/alloy v1.18.1, docs/sources/reference/components/{discovery,local,loki}/.
 */
export function collectorConfig(context: PlatformContext, lokiNamespace: string): string {
  return `
discovery.kubernetes "pods" {
  role = "pod"
  selectors {
    role = "pod"
    field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")
  }
}

discovery.relabel "containers" {
  targets = discovery.kubernetes.pods.targets
${labelRules.map(rule).join("\n")}
  rule {
    source_labels = ["__meta_kubernetes_pod_uid", "__meta_kubernetes_pod_container_name"]
    separator = "/"
    target_label = "__path__"
    replacement = "/var/log/pods/*$1/*.log"
  }
}

local.file_match "containers" {
  path_targets = discovery.relabel.containers.output
}

loki.source.file "containers" {
  targets = local.file_match.containers.targets
  forward_to = [loki.process.containers.receiver]
}

loki.process "containers" {
  forward_to = [loki.write.loki.receiver]
  stage.cri { }
  stage.multiline {
    firstline = ${quoted(firstLineExpression)}
    max_wait_time = "3s"
  }
  stage.regex {
    expression = ${quoted(traceIdExpression)}
  }
  stage.structured_metadata {
    values = { pod = "", node = "", trace_id = "" }
  }
  stage.label_drop {
    values = ["filename"]
  }
}
${write(context, lokiNamespace)}`.trimStart();
}

/** Configuration of the reader of events (TB-73): each event a line of JSON, found by \`{service="kubernetes-events"}\`. */
export function eventsConfig(context: PlatformContext, lokiNamespace: string): string {
  return `
loki.source.kubernetes_events "cluster" {
  job_name = "kubernetes-events"
  log_format = "json"
  forward_to = [loki.process.events.receiver]
}

loki.process "events" {
  forward_to = [loki.write.loki.receiver]
  stage.static_labels {
    values = { service = "kubernetes-events" }
  }
  stage.label_drop {
    values = ["instance", "job"]
  }
}
${write(context, lokiNamespace)}`.trimStart();
}
