import type { Field } from "../support/field";
import type { KubeObject } from "../support/kube-object";
import { awsRule } from "../support/aws-rule";
import { isInternet } from "../support/cidr";
import { texts } from "../support/values";
import { matches } from "../support/waivers";
import { bestPractice } from "../support/benchmarks";
import { network } from "./aws";

export const openIngress = awsRule({
  name: "no-open-ingress",
  displayName: "Nothing open to the internet but gateways",
  description: "Security groups let nobody in from the whole internet, but for the gateways that are named.",
  severity: "critical",
  remediationSteps: "Name the networks or the security group that may come in.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  ...bestPractice("Network security"),
  ...network,
  covers: [
    "checkov CKV_AWS_24",
    "checkov CKV_AWS_25",
    "checkov CKV_AWS_260",
    "checkov CKV_AWS_277",
    "trivy AVD-AWS-0107",
  ],
  kinds: [
    "aws.ec2.SecurityGroup",
    "aws.ec2.DefaultSecurityGroup",
    "aws.ec2.SecurityGroupRule",
    "aws.vpc.SecurityGroupIngressRule",
  ],
  config: {
    gateways: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Logical names of the groups and rules that are gateways, with * for any characters.",
    },
    ports: {
      type: "array",
      items: { type: "integer" },
      default: [80, 443],
      description: "Ports that a gateway may have.",
    },
  },
  check(object, report, { config }) {
    const gateway = texts(config["gateways"]).some((pattern) => matches(pattern, object.name));
    const ports = Array.isArray(config["ports"]) ? config["ports"] : [];
    for (const { from, to, sources } of rules(object)) {
      const isGateway = gateway && from.value === to.value && ports.includes(from.value);
      for (const source of sources) {
        report.expect(source, (value) => !isInternet(value) || isGateway, {
          why: `the internet reaches ${shown(from, to)}`,
          fix: `Set ${source.path} to the networks that need it, or name the group in \`gateways\` of this rule's config`,
        });
      }
    }
  },
});

interface Opening {
  from: Field;
  to: Field;
  sources: Field[];
}

function rules(object: KubeObject): Opening[] {
  const { root, kind } = object;
  if (kind === "aws.vpc.SecurityGroupIngressRule") {
    return [
      opening(
        root,
        [root.at("cidrIpv4"), root.at("cidrIpv6")].filter((field) => !field.absent),
      ),
    ];
  }
  if (kind === "aws.ec2.SecurityGroupRule") {
    return root.at("type").value === "egress" ? [] : [opening(root, listed(root))];
  }
  return root
    .at("ingress")
    .items()
    .map((rule) => opening(rule, listed(rule)));
}

function listed(rule: Field): Field[] {
  return [...rule.at("cidrBlocks").items(), ...rule.at("ipv6CidrBlocks").items()];
}

function opening(rule: Field, sources: Field[]): Opening {
  return { from: rule.at("fromPort"), to: rule.at("toPort"), sources };
}

function shown(from: Field, to: Field): string {
  if (from.value === to.value && typeof from.value === "number" && from.value > 0) {
    return `port ${from.value}`;
  }
  return typeof from.value === "number" && typeof to.value === "number" && to.value > 0
    ? `ports ${from.value} to ${to.value}`
    : "every port";
}
