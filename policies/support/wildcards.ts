/**
 * Patterns of IAM as sets of texts: `*` stands for any characters, `?` for one. Both sides of a question may have
 * wildcards, because a policy's `s3:Get*` grants all that a rule's `s3:GetObject*` names.
 * Source: IAM user guide, reference_policies_elements_action and reference_policies_elements_resource.
 */

/** Whether a pattern takes every text that another one takes. */
export function includes(pattern: string, other: string): boolean {
  return !someRead(other, pattern, (all, among) => all.includes(other.length) && !among.includes(pattern.length));
}

/** Whether there is a text that both patterns take. */
export function overlaps(pattern: string, other: string): boolean {
  return someRead(pattern, other, (one, two) => one.includes(pattern.length) && two.includes(other.length));
}

/**
 * Reads two patterns together, letter by letter, and says whether anywhere something holds of the places where the two may
 * then be. It goes on as long as there is a text that the first one takes.
 */
function someRead(first: string, second: string, holds: (at: number[], among: number[]) => boolean): boolean {
  const waiting = [{ at: places(first, [0]), among: places(second, [0]) }];
  const met = new Set<string>();
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const { at, among } = pair;
    const key = `${at.join()}/${among.join()}`;
    if (met.has(key)) {
      continue;
    }
    met.add(key);
    if (holds(at, among)) {
      return true;
    }
    for (const letter of letters([...at.map((place) => first[place]), ...among.map((place) => second[place])])) {
      const next = after(first, at, letter);
      if (next.length > 0) {
        waiting.push({ at: next, among: after(second, among, letter) });
      }
    }
  }
  return false;
}

/** The letters that make a difference where patterns go on with these, and one for all others. */
function letters(wanted: (string | undefined)[]): Set<string> {
  return new Set(["\u0000", ...wanted.flatMap((char) => (char === undefined || /[*?]/.test(char) ? [] : char))]);
}

/** Places in a pattern, with those behind each `*`, which may take nothing. */
function places(pattern: string, from: number[]): number[] {
  const all = new Set<number>();
  for (let at of from) {
    all.add(at);
    while (pattern[at] === "*") {
      all.add(++at);
    }
  }
  return [...all].sort((a, b) => a - b);
}

/** Where a pattern may be after one more letter. */
function after(pattern: string, from: number[], letter: string): number[] {
  const next = from.flatMap((at) => {
    const want = pattern[at];
    return want === "*" ? [at] : want === "?" || want === letter ? [at + 1] : [];
  });
  return places(pattern, next);
}

const parts = 6;

/**
 * The parts of an ARN pattern: `arn`, partition, service, region, account and resource. IAM fills in `*` for what is
 * missing at the end; a wildcard never reaches beyond its colon, but in the resource.
 */
function partsOf(arn: string): string[] | undefined {
  if (/^\*+$/.test(arn)) {
    return Array.from({ length: parts }, () => "*");
  }
  const split = arn.split(":");
  const all = split.length > parts ? [...split.slice(0, parts - 1), split.slice(parts - 1).join(":")] : split;
  return all[0] === "arn" ? [...all, ...Array.from({ length: parts - all.length }, () => "*")] : undefined;
}

/** Whether an ARN pattern takes every ARN that another one takes. */
export function includesArn(pattern: string, other: string): boolean {
  const [p, o] = [partsOf(pattern), partsOf(other)];
  return p !== undefined && o !== undefined && p.every((part, index) => includes(part, o[index] ?? ""));
}

/** Whether an ARN pattern names no resource: its last part says at most what type of resource it is. */
export function namesNothing(arn: string): boolean {
  const resource = partsOf(arn)?.at(-1);
  return resource !== undefined && /^[*?:/]*[*?][*?:/]*$/.test(resource);
}

/** Whether an action pattern takes everything that a service can do, or actions of any service. */
export function isWholeService(action: string): boolean {
  const [service = "", ...rest] = action.split(":");
  const name = rest.join(":");
  return /[*?]/.test(service) || (name !== "" && /^[*?]+$/.test(name)) || (rest.length === 0 && /[*?]/.test(action));
}
