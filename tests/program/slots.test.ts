import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { readStackFile } from "../../preview/cli/stack-file";
import type { RecordedResource } from "../../preview/recorded";
import { record } from "../../preview/recorder";
import { parseStack, project, rawConfig } from "../../stacks/config";
import { Platform, type PlatformTransform } from "../../stacks/platform";
import { date, root } from "../../tools/shown";

/** A call of a slot: for which child, and whether the arguments that it returned are those that were registered. */
interface Call {
  slot: string;
  name: string;
  used: boolean;
}

/** A transform that has every slot of every component. What its slots return notes that it is read. */
function everySlot(calls: Call[], path: string[] = []): PlatformTransform {
  return new Proxy(() => undefined, {
    get: (_, key) => everySlot(calls, [...path, String(key)]),
    apply: (_, __, [args, name]: [object, string]) => {
      const call = { slot: path.join("."), name, used: false };
      calls.push(call);
      return new Proxy(args, {
        get(target, key, receiver) {
          call.used = true;
          return Reflect.get(target, key, receiver) as unknown;
        },
      });
    },
  }) as PlatformTransform;
}

const ofPlatform = ({ type }: RecordedResource) => type.startsWith("platform:");

/** Names of everything that a component of the platform registers, other components aside. */
function childrenOf(resources: RecordedResource[]): string[] {
  const components = new Set(resources.filter(ofPlatform).map(({ urn }) => urn));
  return resources.filter((one) => !ofPlatform(one) && components.has(one.parent ?? "")).map(({ name }) => name);
}

const examples = readdirSync(join(root, "examples")).flatMap((example) =>
  readdirSync(join(root, "examples", example)).flatMap((file) => {
    const [, stack] = /^Pulumi\.(.+)\.yaml$/.exec(file) ?? [];
    return stack === undefined ? [] : [{ stack, configFile: join("examples", example, file) }];
  }),
);
const own = ["production", "staging", "standby"].map((stack) => ({ stack, configFile: `Pulumi.${stack}.yaml` }));

for (const { stack, configFile } of [...own, ...examples]) {
  it(`every child of every component of ${configFile} is registered through its slot, with what the slot returns`, async () => {
    const { config } = readStackFile({ stack, configFile }, root);
    const { config: parsed } = parseStack(stack, { ...rawConfig(config), today: date });
    const calls: Call[] = [];
    const { resources } = await record(
      { project, stack, config },
      () => new Platform(parsed, everySlot(calls)).outputs,
    );
    expect(calls.map(({ name }) => name).sort()).to.deep.equal(childrenOf(resources).sort());
    expect(calls.filter(({ used }) => !used)).to.deep.equal([]);
  });
}
