import type { PlatformContext } from "../../../shared/context";
import { eventsLogGroup, namespaceLogGroup, otherLogGroup } from "./log-groups";

/** Name of the file that Fluent Bit reads its configuration from, and where the chart mounts it. */
export const configFile = { name: "fluent-bit.yaml", path: "/fluent-bit/etc/conf/fluent-bit.yaml" } as const;

/** Where positions and buffers are kept: on the node for a collector, in the pod for the reader of events. */
export const stateDirectory = "/var/fluent-bit/state";

/** Port of metrics and health. */
export const metricsPort = 2020;

/** What can't be sent is tried this often, with pauses that grow to 2000 s (`scheduler.cap`): some hours, then dropped. */
const retryLimit = 30;

const service = {
  flush: 5,
  log_level: "info",
  http_server: "on",
  http_listen: "0.0.0.0",
  http_port: metricsPort,
  health_check: "on",
  // Buffers are files, so that neither a restart nor an outage of CloudWatch loses what was read.
  "storage.path": `${stateDirectory}/buffers`,
  "storage.sync": "normal",
  "storage.max_chunks_up": 64,
  "storage.metrics": "on",
};

/** A tag of a container's file holds its namespace: `kube.var.log.containers.<pod>_<namespace>_<container>-<id>.log`. */
const tagPrefix = "^kube\\.var\\.log\\.containers\\.[^_]+_";

/** Expression for tags of containers in one of the namespaces. */
export function tagsOf(namespaces: readonly string[]): string {
  return `${tagPrefix}(${namespaces.join("|")})_`;
}

/** Expression for tags of containers in none of them. */
export function tagsBeside(namespaces: readonly string[]): string {
  return `${tagPrefix}(?!(${namespaces.join("|")})_)`;
}

/**
 * Configuration of the collector, in the form of Fluent Bit's YAML: containers' files, with their metadata, to the group
 * of their namespace.
 *
 * Names and defaults: fluent/fluent-bit-docs of 2026-08-20, pipeline/{inputs/tail,filters/multiline-stacktrace,
 * filters/kubernetes,outputs/cloudwatch}.md; parsers: fluent-bit v5.1.1, src/multiline/.
 */
export function collectorConfig(
  context: PlatformContext,
  namespaces: readonly string[],
  { bufferSize }: { bufferSize: string },
) {
  const output = {
    name: "cloudwatch_logs",
    region: context.region,
    // Groups are the program's: with a retention, and no permission to make one.
    auto_create_group: "off",
    // A stream for each container of each pod, found by the pod's name.
    log_stream_template: "$kubernetes['pod_name'].$kubernetes['container_name']",
    log_stream_prefix: "unknown-",
    retry_limit: retryLimit,
    "storage.total_limit_size": bufferSize,
  };
  return {
    service,
    pipeline: {
      inputs: [
        {
          name: "tail",
          tag: "kube.*",
          path: "/var/log/containers/*.log",
          // Lines that containerd split at 16 KiB are one again.
          "multiline.parser": "cri",
          db: `${stateDirectory}/positions.db`,
          "db.locking": "true",
          // From the start: a pod's first lines are those that say why it failed.
          read_from_head: "true",
          buffer_max_size: "256k",
          skip_long_lines: "on",
          refresh_interval: 10,
          rotate_wait: 30,
          "storage.type": "filesystem",
        },
      ],
      filters: [
        // Stack traces are one record. First of all filters, because what it puts together starts anew.
        {
          name: "multiline",
          match: "kube.*",
          "multiline.key_content": "log",
          "multiline.parser": "go, java, python, ruby",
          buffer: "on",
          flush_ms: 2000,
          "emitter_storage.type": "filesystem",
        },
        {
          name: "kubernetes",
          match: "kube.*",
          // Fields of a line in JSON become fields of the record.
          merge_log: "on",
          keep_log: "off",
          // Who a pod is, but not its annotations, which are long and may quote whole manifests.
          labels: "on",
          annotations: "off",
          owner_references: "off",
          buffer_size: 0,
          // A pod can't withdraw its logs from the record by an annotation (SS-61).
          "k8s-logging.exclude": "off",
          "k8s-logging.parser": "off",
        },
      ],
      outputs: [
        {
          ...output,
          alias: "namespaces",
          match_regex: tagsOf(namespaces),
          log_group_name: otherLogGroup(context),
          log_group_template: namespaceLogGroup(context, "$kubernetes['namespace_name']"),
        },
        {
          ...output,
          alias: "other-namespaces",
          match_regex: tagsBeside(namespaces),
          log_group_name: otherLogGroup(context),
        },
      ],
    },
  };
}

/** Configuration of the reader of events: pipeline/inputs/kubernetes-events.md (TB-73). */
export function eventsConfig(context: PlatformContext) {
  return {
    service,
    pipeline: {
      inputs: [
        {
          name: "kubernetes_events",
          tag: "events",
          db: `${stateDirectory}/events.db`,
          // After a restart without its positions, nothing older than this comes a second time.
          kube_retention_time: "1h",
        },
      ],
      outputs: [
        {
          name: "cloudwatch_logs",
          alias: "events",
          match: "events",
          region: context.region,
          auto_create_group: "off",
          log_group_name: eventsLogGroup(context),
          log_stream_name: context.clusterName,
          retry_limit: retryLimit,
        },
      ],
    },
  };
}
