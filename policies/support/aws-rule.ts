import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { awsKind, awsObject } from "./aws-object";
import type { KubeObject } from "./kube-object";
import { Report } from "./report";
import { configOf, scopes, settings, withCommon, type About } from "./rule";

export interface AwsContext {
  config: Record<string, unknown>;
  /** Options of the resource. The engine tells rules about `protect`, but not about `retainOnDelete`. */
  options: ResourceValidationArgs["opts"];
}

/** A rule about single AWS resources of some kinds (`aws.eks.Cluster`). */
export function awsRule(
  about: About & {
    kinds: readonly string[];
    check: (object: KubeObject, report: Report, context: AwsContext) => void;
  },
): ResourceValidationPolicy {
  const { kinds, check, ...rest } = about;
  const judged = new Set(kinds);
  const rule = withCommon(rest);
  const concerned = (type: string): boolean => judged.has(awsKind(type)?.kind ?? "");
  scopes.set(rule, concerned);
  rule.validateResource = (args, reportViolation) => {
    if (!concerned(args.type)) {
      return;
    }
    const object = awsObject(args);
    if (object === undefined) {
      return;
    }
    const config = configOf(rule, args.getConfig());
    const report = new Report(object, () => settings(rule, config));
    check(object, report, { config, options: args.opts });
    report.send(reportViolation);
  };
  return rule;
}
