import type { Field } from "../support/field";
import type { Report } from "../support/report";
import { awsRule } from "../support/aws-rule";
import { cis } from "../support/benchmarks";
import { oneOrMany, texts } from "../support/values";
import { isEverybody } from "./principals";
import { allowed, iam } from "./statements";

const exact = ["StringEquals", "StringEqualsIgnoreCase", "ArnEquals"];
const similar = ["StringLike", "ArnLike"];

export const iamTrust = awsRule({
  name: "iam-trust",
  displayName: "Who may take a role",
  description: "A role for pods is taken by one service account, and no role by everybody.",
  severity: "critical",
  remediationSteps:
    "Bind the trust policy to the service account: StringEquals on sub and aud, or on the Pod Identity tags.",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  ...cis("5.2.1"),
  ...iam,
  covers: ["checkov CKV_AWS_60", "checkov CKV_AWS_61", "checkov CKV_AWS_358"],
  kinds: ["aws.iam.Role"],
  config: {
    accounts: {
      type: "array",
      items: { type: "string", pattern: "^\\d{12}$" },
      default: [],
      description: "Accounts of one's own, everybody in which may be trusted with a role.",
    },
  },
  check(object, report, { config }) {
    const policy = object.root.at("assumeRolePolicy");
    report.expect(policy, (value) => value !== undefined, { why: "nobody can take it", fix: `Set ${policy.path}` });
    for (const statement of allowed(policy, report)) {
      judge(statement, report, texts(config["accounts"]));
    }
  },
});

/** A whole account, by its number or its root, that isn't one of the organisation's own. */
function isAccount(value: unknown, own: readonly string[]): boolean {
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(String(value))?.[1];
  return account !== undefined && !own.includes(account);
}

function judge(statement: Field, report: Report, own: readonly string[]): void {
  const principal = statement.at("Principal");
  const inverse = statement.at("NotPrincipal");
  if (!inverse.absent) {
    report.expect(inverse, () => false, {
      why: "everybody who isn't named may take the role",
      fix: `Name who may take it in Principal instead of ${inverse.path}`,
    });
  }
  const named = typeof principal.value === "string" ? [principal] : oneOrMany(principal.at("AWS"));
  for (const one of named) {
    report.expect(one, (value) => !isEverybody(value), {
      why: "everybody with an AWS account may take the role",
      fix: `Name accounts or roles in ${one.path}`,
    });
    // An account's root is everybody in it whose own policies allow sts:AssumeRole.
    report.expect(one, (value) => !isAccount(value, own) || !statement.at("Condition").absent, {
      why: "everybody in that account may take the role, and whoever administers it says who is in it",
      fix: `Name roles in ${one.path}, or add a Condition on sts:ExternalId, aws:PrincipalArn or aws:PrincipalOrgID`,
    });
  }
  for (const provider of oneOrMany(principal.at("Federated"))) {
    if (!report.readable(provider)) {
      continue;
    }
    const issuer = /oidc-provider\/(.+)$/.exec(provider.string ?? "")?.[1];
    if (issuer !== undefined) {
      webIdentity(statement, issuer, report);
    }
  }
  for (const service of oneOrMany(principal.at("Service"))) {
    if (report.readable(service) && service.value === "pods.eks.amazonaws.com") {
      podIdentity(statement, report);
    }
  }
}

/** IRSA: the token's subject is the service account. Other issuers (a CI system) may match a pattern, but not any. */
function webIdentity(statement: Field, issuer: string, report: Report): void {
  const ofCluster = issuer.startsWith("oidc.eks.");
  const subject = conditions(statement, ofCluster ? exact : [...exact, ...similar], `${issuer}:sub`);
  const why = ofCluster
    ? "every pod of the cluster may take the role"
    : "everybody who gets a token from that issuer may take the role";
  if (subject.length === 0) {
    report.violation({
      what: `it trusts ${issuer} without a condition on the token's subject`,
      why,
      fix: `Add Condition.StringEquals["${issuer}:sub"]: system:serviceaccount:<namespace>:<name>`,
    });
  }
  for (const one of subject) {
    const oneAccount = (value: string) => /^system:serviceaccount:[^:*?]+:[^:*?]+$/.test(value);
    const fine = ofCluster ? oneAccount : namesSomebody;
    report.expect(one, (value) => typeof value === "string" && fine(value), {
      why,
      fix: `Set ${one.path} to system:serviceaccount:<namespace>:<name>`,
    });
  }
  if (subject.length > 1 && ofCluster) {
    report.violation({
      what: `it trusts ${subject.length} service accounts`,
      why: "a role for several has the sum of what they need",
      fix: "Make a role for each",
    });
  }
  const audience = conditions(statement, exact, `${issuer}:aud`);
  if (audience.length === 0) {
    report.violation({
      what: `it trusts ${issuer} without a condition on the token's audience`,
      why: "a token that was made for another service works here too",
      fix: `Add Condition.StringEquals["${issuer}:aud"]: sts.amazonaws.com`,
    });
  }
}

/**
 * A subject that has a literal owner before its first wildcard: `repo:acme/*`, `project_path:acme/shop:*`. Sources:
 * docs.github.com, OpenID Connect reference, "Example subject claims"; docs.gitlab.com, ci/secrets/id_token_authentication.
 */
function namesSomebody(subject: string): boolean {
  const literal = subject.replace(/[*?].*$/s, "");
  if (literal === subject) {
    return subject.length >= 4;
  }
  return /^[\w-]+:[\w.@-]{2,}[/:|]/.test(literal.replace(/^system:serviceaccount:/, "serviceaccount:"));
}

/**
 * EKS Pod Identity tags the session; without conditions every association in the account may name the role.
 * Source: EKS user guide, pod-id-abac, list of session tags.
 */
function podIdentity(statement: Field, report: Report): void {
  for (const tag of ["kubernetes-namespace", "kubernetes-service-account"]) {
    const values = conditions(statement, exact, `aws:RequestTag/${tag}`);
    if (values.length !== 1) {
      report.violation({
        what: `it trusts EKS Pod Identity ${values.length === 0 ? "without a condition" : "with several values"} on ${tag}`,
        why: "every association in the account may give the role to any pod",
        fix: `Add Condition.StringEquals["aws:RequestTag/${tag}"] with one value`,
      });
    }
    for (const one of values) {
      report.expect(one, (value) => typeof value === "string" && value !== "" && !/[*?]/.test(value), {
        why: "it is bound to no service account",
        fix: `Set ${one.path} to one name`,
      });
    }
  }
  const clusters = ["aws:RequestTag/eks-cluster-arn", "aws:RequestTag/eks-cluster-name", "aws:SourceArn"];
  if (!clusters.some((key) => conditions(statement, [...exact, ...similar], key).length > 0)) {
    report.violation({
      what: "it trusts EKS Pod Identity of every cluster in the account",
      why: "whoever administers another cluster may take the role there",
      fix: 'Add Condition.StringEquals["aws:RequestTag/eks-cluster-arn"]',
    });
  }
}

/** Values of a condition key under some operators. Keys are case-insensitive in IAM. */
function conditions(statement: Field, operators: string[], key: string): Field[] {
  return operators.flatMap((operator) =>
    statement
      .at("Condition", operator)
      .entries()
      .filter(([name, field]) => name.toLowerCase() === key.toLowerCase() || field.isUnknown || field.isMalformed)
      .flatMap(([, field]) => oneOrMany(field)),
  );
}
