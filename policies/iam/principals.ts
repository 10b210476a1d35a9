import type { Field } from "../support/field";
import type { Report } from "../support/report";
import { oneOrMany } from "../support/values";

/**
 * Conditions that say whose request it is, or from which network of one's own. Source: IAM user guide,
 * reference_policies_condition-keys; KMS developer guide, conditions-kms; EFS user guide, iam-access-control-nfs-efs
 * (a client that has the mount target in reach).
 */
const narrowing = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "elasticfilesystem:AccessedViaMountTarget",
  ].map((key) => key.toLowerCase()),
);

/** Operators that a request without the key doesn't pass: not those of absence, negation or `IfExists`. */
const binding = /^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|Bool|IpAddress)$/;

/** Whether a condition of a statement leaves out everybody whom nobody named. Unknown parts settle nothing. */
function narrows(statement: Field): boolean | Field {
  const condition = statement.at("Condition");
  if (condition.isUnknown) {
    return condition;
  }
  const keys = condition.entries().flatMap(([operator, one]) => (binding.test(operator) ? one.entries() : []));
  const values = keys.filter(([key]) => isNarrowing(key.toLowerCase())).map(([, one]) => oneOrMany(one));
  if (values.some((all) => all.length > 0 && all.every((one) => namesSomething(one.value)))) {
    return true;
  }
  return values.flat().find((one) => one.isUnknown) ?? false;
}

function isNarrowing(key: string): boolean {
  return narrowing.has(key) || key.startsWith("aws:principaltag/");
}

function namesSomething(value: unknown): boolean {
  return value === true || (typeof value === "string" && !/^[*?:]*$|^arn:[*?:]*$/.test(value));
}

/** Reports the principals of an Allow that nobody named: everybody, or all but some. */
export function judgePrincipals(statement: Field, report: Report, what: string): void {
  const all = statement.at("NotPrincipal");
  if (!all.absent) {
    report.expect(all, () => false, {
      why: "everybody who isn't named is allowed",
      fix: `Name who is allowed in Principal instead of ${all.path}`,
    });
    return;
  }
  const principal = statement.at("Principal");
  const named = typeof principal.value === "string" ? [principal] : oneOrMany(principal.at("AWS"));
  if (!named.some((one) => one.isUnknown || isEverybody(one.value))) {
    named.forEach((one) => report.readable(one));
    return;
  }
  const narrowed = narrows(statement);
  if (narrowed === true) {
    return;
  }
  for (const one of named) {
    if (isEverybody(one.value) && narrowed !== false) {
      report.unknown(narrowed);
      continue;
    }
    report.expect(one, (value) => !isEverybody(value), {
      why: `everybody with an AWS account may ${what}`,
      fix: `Name accounts or roles in ${one.path}, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID`,
    });
  }
}

/** A wildcard that takes accounts which nobody named. */
export function isEverybody(value: unknown): boolean {
  return typeof value === "string" && (/^[*?]+$/.test(value) || /^arn:[^:]*:[^:]*:[^:]*:[^:]*[*?][^:]*:/.test(value));
}
