import { expect } from "chai";
import { compliant } from "./compliant";
import { runStrictly, set, unknown } from "./workloads";
import { rules } from "../../../policies/rules";

/** One setting that one rule judges: which values are wrong, and which are fine beside that of the compliant resource. */
export interface SettingCase {
  rule: string;
  type: string;
  at: string;
  bad: unknown[];
  fine?: unknown[];
  /** Whether the setting may be left out. Default: no. */
  optional?: boolean;
  /** Rules that a bad value hits, too. */
  alsoHit?: string[];
  config?: Record<string, unknown>;
}

/** Rules that look at the whole stack are off here: a resource by itself has nothing beside it. */
const aroundIt = Object.fromEntries(
  rules.filter((rule) => "validateStack" in rule).map(({ name }) => [name, "disabled" as const]),
);

async function judged(one: SettingCase, value: unknown) {
  const resource = compliant(one.type);
  set(resource.inputs, one.at, value);
  const config = { ...aroundIt, [one.rule]: { ...one.config } };
  const { findings, problems } = await runStrictly([resource], config);
  expect(problems, `${one.rule} ${one.at}`).to.deep.equal([]);
  return findings.filter(({ policy }) => !one.alsoHit?.includes(policy));
}

/** A claim about one setting, and how to check it. */
export interface Claim {
  title: string;
  holds: () => Promise<void>;
}

/** What must hold of a setting: found when wrong, missed when missing, never right as garbage, and unknown when it is. */
export function claimsAbout(one: SettingCase): Claim[] {
  const place = `${one.rule}: ${one.type.split(":").at(-1)} ${one.at}`;
  // An element of a list can't be left out, only the list can.
  const isElement = /\.\d+$/.test(one.at);
  return [
    { title: `${place} is found when wrong, and nothing else is`, holds: () => foundWhenWrong(one) },
    { title: `${place} is fine otherwise`, holds: () => fineOtherwise(one) },
    ...(isElement
      ? []
      : [{ title: `${place} ${one.optional ? "may be left out" : "is missed"}`, holds: () => judgedWhenMissing(one) }]),
    { title: `${place} is never right as garbage`, holds: () => neverGarbage(one) },
    { title: `${place} is said to be unknown, and never silently passed`, holds: () => saidToBeUnknown(one) },
  ];
}

async function foundWhenWrong(one: SettingCase): Promise<void> {
  for (const value of one.bad) {
    const found = await judged(one, value);
    expect(new Set(found.map(({ policy }) => policy)), JSON.stringify(value)).to.deep.equal(new Set([one.rule]));
    expect(found.every(({ kind, level }) => kind === "violation" && level === "mandatory")).to.equal(true);
    expect(found[0]?.message).to.match(/^[\w.]+ "[\w-]+".*: .*: .*\. .*\.$/s);
  }
}

async function fineOtherwise(one: SettingCase): Promise<void> {
  for (const value of one.fine ?? []) {
    expect(await judged(one, value), JSON.stringify(value)).to.deep.equal([]);
  }
}

async function judgedWhenMissing(one: SettingCase): Promise<void> {
  const found = await judged(one, undefined);
  expect(found.some(({ policy }) => policy === one.rule)).to.equal(one.optional !== true);
}

async function neverGarbage(one: SettingCase): Promise<void> {
  for (const value of [{ garbage: 1 }, [["garbage"]]]) {
    const found = await judged(one, value);
    expect(found.some(({ policy, kind }) => policy === one.rule && kind === "violation")).to.equal(true);
  }
}

async function saidToBeUnknown(one: SettingCase): Promise<void> {
  const found = (await judged(one, unknown)).filter(({ policy }) => policy === one.rule);
  expect(found.map(({ kind }) => kind)).to.include("unknown");
  expect(found.every(({ level }) => level === "advisory")).to.equal(true);
}
