import type { Values } from "./values";

/** What `aws.iam.getPolicyDocument` makes of its arguments: one value stands alone, several in a list. */
export function policyDocument(args: Values): string {
  return JSON.stringify(
    {
      Version: args.version ?? "2012-10-17",
      ...(args.policyId ? { Id: args.policyId } : {}),
      Statement: (args.statements ?? []).map(statement),
    },
    null,
    2,
  );
}

function statement(given: Values): Values {
  return {
    ...(given.sid ? { Sid: given.sid } : {}),
    Effect: given.effect ?? "Allow",
    ...listed("Action", given.actions),
    ...listed("NotAction", given.notActions),
    ...listed("Resource", given.resources),
    ...listed("NotResource", given.notResources),
    ...(given.principals ? { Principal: principals(given.principals) } : {}),
    ...(given.conditions ? { Condition: conditions(given.conditions) } : {}),
  };
}

const single = (values: unknown[]): unknown => (values.length === 1 ? values[0] : values);
const listed = (key: string, values: unknown[] | undefined): Values => (values ? { [key]: single(values) } : {});

function principals(given: Values[]): unknown {
  if (given.some(({ type }) => type === "*")) return "*";
  const types = [...new Set(given.map(({ type }) => String(type)))];
  const of = (type: string) => given.filter((one) => one.type === type).flatMap(({ identifiers }) => identifiers);
  return Object.fromEntries(types.map((type) => [type, single(of(type))]));
}

function conditions(given: Values[]): Values {
  const result: Values = {};
  for (const { test, variable, values } of given) result[test] = { ...result[test], [variable]: single(values) };
  return result;
}
