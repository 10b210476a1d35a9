import { expect } from "chai";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../preview/plan";
import { shown } from "../../tools/shown";
import { alternates, together } from "../support/addon-stacks";
import { startedTooEarly } from "../support/mounts";
import { previewed } from "../support/previewed";

const root = join(__dirname, "..", "..");
const examples = readdirSync(join(root, "examples")).flatMap((folder) =>
  readdirSync(join(root, "examples", folder)).flatMap((file) => {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
    return stack === undefined ? [] : [{ stack, file: join("examples", folder, file) }];
  }),
);

/** Made by hand or by a chart, as `namespace/name`, each with its reason. */
const outside: Record<string, string> = {
  "production/postgres-secret": "the example refers to a Secret that is there before the stack (`existingSecret`)",
};

const plans: [string, () => Promise<Plan>][] = [
  ...["production", "staging", "standby"].map((stack): [string, () => Promise<Plan>] => [
    stack,
    async () => (await shown(stack)).plan,
  ]),
  ...examples.map(({ stack, file }): [string, () => Promise<Plan>] => [
    file,
    async () => (await shown(stack, file)).plan,
  ]),
  ["every add-on beside the cluster autoscaler", () => previewed("production", together("production"))],
  ["every add-on beside Karpenter", () => previewed("production", alternates("production"))],
];

describe("what containers can't start without", () => {
  it("is looked for in every example", () => {
    expect(examples.length).to.be.greaterThan(6);
    expect(examples.every(({ file }) => existsSync(join(root, file)))).to.equal(true);
  });

  for (const [name, plan] of plans) {
    it(`${name}: is there before the deployment waits for them`, async () => {
      expect(startedTooEarly((await plan()).resources, (one) => one in outside)).to.deep.equal([]);
    });
  }
});
