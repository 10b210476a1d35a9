import type { Finding } from "../policy-run";
import type { RecordedResource } from "../recorded";
import { at, textAt, type View } from "../view";
import { unknownText } from "../display";
import { type NameLimit, nameLimits } from "./names";

/** Name of the check among the verdicts. */
export const limitsCheck = "aws-limits";

/** Names and descriptions of the recorded resources that AWS would refuse, each with why. */
export function limitFindings(view: View): Finding[] {
  return view.resources.flatMap((resource) => [
    ...nameFindings(resource, view),
    ...descriptionFindings(resource, view),
  ]);
}

function nameFindings(resource: RecordedResource, view: View): Finding[] {
  return Object.entries(nameLimits[resource.type] ?? {}).flatMap(([input, limit]) => {
    const name = textAt(view.inputs(resource), input);
    if (name === undefined || name.includes(unknownText)) return [];
    const why = refusal(name, limit);
    return why === undefined ? [] : [finding(resource, `${input} "${shortened(name)}" ${why}`)];
  });
}

/** A role's description takes Latin-1 only, up to 1,000 characters: botocore, iam, roleDescriptionType. */
function descriptionFindings(resource: RecordedResource, view: View): Finding[] {
  if (resource.type !== "aws:iam/role:Role") return [];
  const description = at(view.inputs(resource), "description");
  if (typeof description !== "string" || /^[\t\n\r\x20-\x7e\xa1-\xff]{0,1000}$/.test(description)) return [];
  return [finding(resource, "description has more than 1,000 characters or one beyond Latin-1")];
}

/** Why AWS doesn't take a name; undefined where it does. */
export function refusal(name: string, { max, min = 1, pattern, words }: NameLimit): string | undefined {
  if (name.length > max) return `has ${name.length} characters, of which AWS takes ${max}`;
  if (name.length < min) return `has ${name.length} characters, of which AWS wants ${min} at least`;
  return pattern.test(name) ? undefined : `is no name that AWS takes: ${words}`;
}

function finding(resource: RecordedResource, what: string): Finding {
  const message = `${resource.name}: ${what}. Choose a shorter or plainer name for what it is made from.`;
  return { policy: limitsCheck, level: "mandatory", urn: resource.urn, message, kind: "violation" };
}

function shortened(name: string): string {
  return name.length > 90 ? `${name.slice(0, 87)}...` : name;
}
