import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";
import { stackRule } from "../support/rule";
import { isText, isTrue } from "../support/values";
import { kubeNetwork } from "./policies";

const loadBalancers = ["aws.lb.LoadBalancer", "aws.alb.LoadBalancer"];
const enabled = "access_logs.s3.enabled";
const bucket = "access_logs.s3.bucket";
const annotation = "alb.ingress.kubernetes.io/load-balancer-attributes";

const isConfiguration = ({ group, kind }: Kind): boolean =>
  group === "gateway.k8s.aws" && kind === "LoadBalancerConfiguration";
const isLoadBalancer = ({ group, kind }: Kind): boolean => group === "aws" && loadBalancers.includes(kind);
const isIngress = ({ group, kind }: Kind): boolean => group === "networking.k8s.io" && kind === "Ingress";

/** Whether it has such logs at all: a Gateway Load Balancer passes packets on, and not every Ingress is of an ALB. */
function hasLogs(object: KubeObject): boolean {
  const { root } = object;
  if (isLoadBalancer(object)) {
    return root.at("loadBalancerType").value !== "gateway";
  }
  // An Ingress that the AWS Load Balancer Controller makes an Application Load Balancer of.
  const ingressClass = root.at("spec", "ingressClassName").value;
  const annotated = root.at("metadata", "annotations", "kubernetes.io/ingress.class").value;
  return !isIngress(object) || ingressClass === "alb" || annotated === "alb";
}

/**
 * Attributes: kubernetes-sigs/aws-load-balancer-controller v3.5.0, docs/guide/ingress/annotations.md and
 * config/crd/gateway/gateway.k8s.aws_loadbalancerconfigurations.yaml.
 */
export const loadBalancerLogs = stackRule({
  name: "load-balancer-logs",
  displayName: "Access logs of load balancers",
  description: "Every Application Load Balancer logs the requests that it gets.",
  severity: "medium",
  remediationSteps: `Set accessLogs, or the attributes ${enabled} and ${bucket}.`,
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
  ...kubeNetwork,
  covers: ["checkov CKV_AWS_91", "trivy AVD-AWS-0052"],
  needs: (object) => isConfiguration(object) || isLoadBalancer(object) || isIngress(object),
  config: {
    logs: {
      type: "string",
      enum: ["required", "optional"],
      default: "required",
      description: "`optional` for stacks that nobody but their makers calls.",
    },
  },
  check({ objects, config, about }) {
    if (config["logs"] === "optional") {
      return;
    }
    for (const object of objects.filter(hasLogs)) {
      const report = about(object);
      const { on, into } = settingsOf(object);
      const path = object.configPath === undefined ? undefined : `${object.configPath}.accessLogs`;
      const why = "after an attack nobody can say who asked for what";
      report.expect(on, isTrue, { why, fix: `Set ${path ?? on.path} ${path === undefined ? "to true" : "on"}` });
      if (isTrue(on.value)) {
        report.expect(into, isText, { why, fix: `Set ${path === undefined ? into.path : `${path}.bucket`}` });
      }
    }
  },
});

/** Whether it logs, and into which bucket. */
function settingsOf(object: KubeObject): { on: Field; into: Field } {
  if (isLoadBalancer(object)) {
    // Logs of a Network Load Balancer are of TLS connections only, and take the same settings.
    return { on: object.root.at("accessLogs", "enabled"), into: object.root.at("accessLogs", "bucket") };
  }
  if (isConfiguration(object)) {
    const list = object.root.at("spec", "loadBalancerAttributes");
    return { on: attribute(list, enabled), into: attribute(list, bucket) };
  }
  const text = object.root.at("metadata", "annotations", annotation);
  const given = new Map((text.string ?? "").split(",").map((pair) => splitOnce(pair.trim())));
  const of = (key: string) => (text.known && text.string !== undefined ? text.with(given.get(key)) : text);
  return { on: of(enabled), into: of(bucket) };
}

/** The value of a key in a list of keys and values, where the last one wins; one that can't be read may be it. */
function attribute(list: Field, key: string): Field {
  const items = list.items();
  const found = items.findLast((item) => item.at("key").value === key);
  const unsure = items.find(({ isUnknown, isMalformed }) => isUnknown || isMalformed);
  const unread = items.map((item) => item.at("key")).find((field) => field.isUnknown || field.isMalformed);
  return found?.at("value") ?? unsure ?? unread ?? list.with(undefined).at(key);
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}
