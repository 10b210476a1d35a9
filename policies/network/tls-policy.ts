import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";
import { stackRule } from "../support/rule";
import { kubeNetwork } from "./policies";

/**
 * Policies that allow TLS 1.2 and 1.3 only. Source: Elastic Load Balancing guide, describe-ssl-policies; those with 1-0
 * or 1-1 in their names, and the old 2015 to 2016 ones, allow older versions.
 */
const modern = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

const isConfiguration = ({ group, kind }: Kind): boolean =>
  group === "gateway.k8s.aws" && kind === "LoadBalancerConfiguration";
const isListener = ({ group, kind }: Kind): boolean =>
  group === "aws" && ["aws.lb.Listener", "aws.alb.Listener"].includes(kind);

export const tlsPolicy = stackRule({
  name: "tls-policy",
  displayName: "TLS 1.2 or later",
  description: "Load balancers speak TLS 1.2 or later.",
  severity: "high",
  remediationSteps: "Set sslPolicy to one whose name begins with ELBSecurityPolicy-TLS13-1-2 or TLS13-1-3.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  ...kubeNetwork,
  covers: ["checkov CKV_AWS_103", "trivy AVD-AWS-0047"],
  needs: (object) => isConfiguration(object) || isListener(object),
  check(view) {
    for (const object of view.objects) {
      const report = view.about(object);
      for (const { policy, speaks } of policies(object)) {
        const fine = typeof policy.value === "string" && modern.test(policy.value);
        if (speaks.isUnknown && !fine) {
          report.unknown(speaks);
          continue;
        }
        report.expect(policy, (value) => typeof value === "string" && modern.test(value), {
          why: "old clients then agree on versions that are broken",
          fix: `Set ${policy.path} to ELBSecurityPolicy-TLS13-1-2-2021-06`,
        });
      }
    }
  },
});

/** Where TLS is spoken, or may be, and what says so. */
function policies(object: KubeObject): { policy: Field; speaks: Field }[] {
  if (isListener(object)) {
    const speaks = object.root.at("protocol");
    const may = speaks.isUnknown || /^(HTTPS|TLS)$/.test(speaks.string ?? "");
    return may ? [{ policy: object.root.at("sslPolicy"), speaks }] : [];
  }
  return object.root
    .at("spec", "listenerConfigurations")
    .items()
    .filter(
      (one) =>
        one.isMalformed || one.isUnknown || !/^(HTTP|TCP|UDP|TCP_UDP):/.test(one.at("protocolPort").string ?? ""),
    )
    .map((one) => ({ policy: one.at("sslPolicy"), speaks: one.at("protocolPort") }));
}
