import { awsRule } from "../support/aws-rule";
import { isWideCidr } from "../support/cidr";
import { isFalse, isTrue, number } from "../support/values";
import { cis } from "../support/benchmarks";
import { cluster, clusterKinds } from "./clusters";

export const clusterEndpoint = awsRule({
  name: "cluster-endpoint",
  displayName: "API endpoint of the cluster",
  description: "The cluster's API has a private endpoint, and a public one for named networks only, or none.",
  severity: "critical",
  remediationSteps: "Set endpointPrivateAccess to true, and endpointPublicAccess to false or publicAccessCidrs.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
  ...cis("5.4.1"),
  ...cluster,
  covers: ["CIS EKS 5.4.2", "checkov CKV_AWS_38", "checkov CKV_AWS_39", "trivy AVD-AWS-0040", "trivy AVD-AWS-0041"],
  kinds: clusterKinds,
  config: {
    public: {
      type: "string",
      enum: ["forbidden", "allowed"],
      default: "allowed",
      description: "`forbidden`: no public endpoint at all; `allowed`: one for `publicAccessCidrs`.",
    },
    widestPrefix: {
      type: "integer",
      minimum: 1,
      maximum: 32,
      default: 8,
      description: "Shortest IPv4 prefix that a public CIDR may have. 8 keeps 0.0.0.0/1, half of the internet, out.",
    },
  },
  check(object, report, { config }) {
    const endpoint = (key: string) => object.root.at("vpcConfig", key);
    report.expect(endpoint("endpointPrivateAccess"), isTrue, {
      why: "nodes then reach the API over the internet",
      fix: `Set ${endpoint("endpointPrivateAccess").path} to true`,
    });
    const open = endpoint("endpointPublicAccess");
    if (config["public"] === "forbidden") {
      report.expect(open, isFalse, {
        why: "the API answers on the internet; EKS opens it unless told not to",
        fix: `Set ${open.path} to false`,
      });
    }
    if (isFalse(open.value)) {
      return;
    }
    if (!isTrue(open.value) && !report.readableAs(open, "boolean")) {
      return;
    }
    const cidrs = endpoint("publicAccessCidrs");
    const fix = `Set ${cidrs.path} to the networks that use the API, or ${open.path} to false`;
    const why = "whoever has stolen a credential can use it from anywhere";
    report.expect(cidrs, (value) => value !== undefined && !(Array.isArray(value) && value.length === 0), { why, fix });
    for (const cidr of cidrs.items()) {
      report.expect(cidr, (value) => !isWideCidr(value, number(config["widestPrefix"], 8)), { why, fix });
    }
  },
});
