import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";
import { mayHavePods, podsOf } from "../support/pods";
import type { Report } from "../support/report";
import { objectRule } from "../support/rule";

/**
 * What no longer gets fixes, by chart or by image path. Sources: kubernetes.io/blog/2025/11/11/ingress-nginx-retirement
 * (repository archived on 2026-03-24); grafana.com/docs/loki/latest/send-data/promtail (end of life on 2026-03-02), with
 * the charts promtail and loki-stack deprecated; jaegertracing.io, Jaeger 1 ended on 2025-12-31 and its images have
 * names of their own; kube2iam and kiam, replaced by IRSA and Pod Identity (EKS best practices, IAM).
 */
const retired: Record<string, string> = {
  "ingress-nginx": "a Gateway API implementation, such as the AWS Load Balancer Controller",
  promtail: "Grafana Alloy",
  "loki-stack": "the loki chart with Grafana Alloy",
  "jaeger-all-in-one": "Jaeger 2",
  "istio-operator": "the istiod chart",
  kube2iam: "EKS Pod Identity",
  kiam: "EKS Pod Identity",
};
const images: Record<string, string> = {
  "ingress-nginx/controller": "ingress-nginx",
  "grafana/promtail": "promtail",
  "jaegertracing/all-in-one": "jaeger-all-in-one",
  "istio/operator": "istio-operator",
  "jtblin/kube2iam": "kube2iam",
  "uswitch/kiam": "kiam",
};

export const retiredComponents = objectRule({
  name: "no-retired-components",
  displayName: "Nothing retired",
  description: "No chart and no image of the stack is one that gets no fixes any more.",
  severity: "high",
  remediationSteps: "Replace the component by its successor.",
  url: "https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/",
  tags: ["supply-chain"],
  config: {
    retired: {
      type: "object",
      additionalProperties: { type: "string" },
      default: {},
      description: "More charts that are retired: name to what to use instead.",
    },
    minimum: {
      type: "object",
      additionalProperties: { type: "string", pattern: "^\\d+(\\.\\d+)*$" },
      default: {},
      description: "Oldest version of a chart that is supported: name to version, such as 88.0.0.",
    },
  },
  applies: (object) => isHelm(object) || mayHavePods(object),
  check(object, report, config) {
    const known = { ...retired, ...(config["retired"] as Record<string, string> | undefined) };
    for (const image of imagesOf(object)) {
      const successor = known[componentOf(image.string ?? "") ?? ""];
      if (successor !== undefined) {
        report.expect(image, () => false, { why: "nobody fixes its holes any more", fix: `Use ${successor}` });
      }
    }
    if (isHelm(object)) {
      judgeChart(object, report, known, (config["minimum"] as Record<string, string> | undefined) ?? {});
    }
  },
});

function judgeChart(
  object: KubeObject,
  report: Report,
  known: Record<string, string>,
  minimum: Record<string, string>,
): void {
  const chart = object.root.at("chart");
  report.readableAs(chart, "string");
  const name = (chart.string ?? "").replace(/\/+$/, "").split("/").at(-1) ?? "";
  if (Object.hasOwn(known, name)) {
    report.expect(chart, () => false, { why: "nobody fixes its holes any more", fix: `Use ${known[name]}` });
  }
  const oldest = Object.hasOwn(minimum, name) ? minimum[name] : undefined;
  if (oldest !== undefined) {
    const version = object.root.at("version");
    report.expect(version, (value) => typeof value === "string" && !older(value, oldest), {
      why: `versions before ${oldest} get no fixes`,
      fix: `Set ${version.path} to ${oldest} or later`,
    });
  }
}

/** The retired component that an image is of: by its path, whatever registry it was copied to. */
function componentOf(image: string): string | undefined {
  const name = /^(?:[^/]+\.[^/]+\/)?(.*?)(?::[^/]*)?(?:@.*)?$/.exec(image)?.[1] ?? "";
  const match = Object.keys(images).find((path) => name === path || name.endsWith(`/${path}`));
  return match === undefined ? undefined : images[match];
}

function isHelm({ group, kind }: Kind): boolean {
  return group === "helm.sh" && (kind === "Release" || kind === "Chart");
}

function imagesOf(object: KubeObject): Field[] {
  return podsOf(object)
    .flatMap(({ containers }) => containers)
    .map((container) => container.field.at("image"));
}

function older(version: string, oldest: string): boolean {
  const [one, other] = [version, oldest].map((text) => text.replace(/^v/, "").split(/[.+-]/).map(Number));
  for (const [index, wanted] of (other ?? []).entries()) {
    const part = one?.[index] ?? 0;
    if (part !== wanted) {
      return !(part > wanted);
    }
  }
  return false;
}
