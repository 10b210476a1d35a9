import { expect } from "chai";
import catalogue from "../../components/node-pools/instance-types.json";
import { costOf } from "../../preview/cost";
import { nodeDemandOf } from "../../preview/cost/node-demand";
import { pricesOf } from "../../preview/cost/prices";
import { billText } from "../../preview/text/bill";
import { View } from "../../preview/view";
import { parseStack } from "../../stacks/config";
import { Platform } from "../../stacks/platform";
import { kubernetesVersions } from "../../stacks/versions";
import { recorded } from "../support/record";
import { stackConfig } from "../support/stack-config";

/** Deletions of this run; `DELETIONS=300 npm run test:fuzz` is a short one. */
const count = Number(process.env["DELETIONS"] ?? 10_000);
const seed = Number(process.env["SEED"] ?? 21);

/** What can happen to an entry: it is gone, or it is something that it can't be. */
const faults: [string, unknown][] = [
  ["deleted", undefined],
  ["0", 0],
  ["-1", -1],
  ["NaN", NaN],
  ["text", "0.1"],
  ["null", null],
  ["a map", {}],
];

/** Numbers below a bound that are the same for a seed: a linear congruential generator. */
function numbers(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

/** A table that gates stand on: its entries that this stack needs, and what the gate says with one of them changed. */
interface Table {
  name: string;
  needed: string[];
  verdict: (key: string, value: unknown) => string;
  usual: string;
}

const raw = (): Record<string, any> => ({ ...stackConfig("production"), today: "2026-11-21" });

async function priceTables(): Promise<Table[]> {
  const { config } = parseStack("production", raw());
  const { resources } = await recorded(() => new Platform(config));
  const view = new View(resources);
  const demand = nodeDemandOf(view, config);
  const east = pricesOf(config.aws.region) ?? expect.fail("no prices");
  const asked = { services: new Set<string>(), instances: new Set<string>() };
  const watched = <T extends object>(table: T, keys: Set<string>) =>
    new Proxy(table, { get: (target, key: string) => (keys.add(key), Reflect.get(target, key)) });
  const say = (table: typeof east) => {
    const { problems, document } = costOf(view, config, table, demand);
    return [...problems, billText(document)].join("\n");
  };
  const services = watched(east.services, asked.services);
  const usual = say({ ...east, services, instances: watched(east.instances, asked.instances) });
  return [
    {
      name: "prices of services",
      needed: [...asked.services].filter((key) => key in east.services),
      verdict: (key, usd) =>
        say({ ...east, services: { ...east.services, [key]: { ...east.services[key], usd } as never } }),
      usual,
    },
    {
      name: "prices of instance types",
      needed: [...asked.instances],
      verdict: (key, usd) => say({ ...east, instances: { ...east.instances, [key]: usd as never } }),
      usual,
    },
  ];
}

/** What the loader says with an entry of a table in memory changed. */
function withEntry(table: Record<string, unknown>, key: string, value: unknown): string {
  const before = table[key];
  if (value === undefined) Reflect.deleteProperty(table, key);
  else table[key] = value;
  try {
    const { warnings } = parseStack("production", raw());
    return warnings.join("\n");
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  } finally {
    table[key] = before;
  }
}

function configTables(): Table[] {
  const usual = parseStack("production", raw()).warnings.join("\n");
  const types = Object.values(raw()["nodePools"] as Record<string, { instanceTypes: string[] }>);
  const gone = (table: Record<string, unknown>) => (key: string) => withEntry(table, key, undefined);
  return [
    {
      name: "instance types",
      needed: types.flatMap(({ instanceTypes }) => instanceTypes),
      verdict: gone(catalogue.types),
      usual,
    },
    { name: "Kubernetes versions", needed: [raw()["cluster"].version], verdict: gone(kubernetesVersions), usual },
  ];
}

describe(`${count} deletions from the tables that gates stand on, seed ${seed}`, function () {
  this.timeout(0);

  it("leave no gate as it was: it turns red, or its last line says what it doesn't know", async () => {
    const tables = [...(await priceTables()), ...configTables()];
    for (const { name, needed } of tables) expect(needed.length, name).to.be.greaterThan(0);
    const next = numbers(seed);
    const green = new Set<string>();
    for (let index = 0; index < count; index++) {
      // Most deletions go to the prices: the loader takes longer, and has fewer entries.
      const table = tables[next(20) ? next(2) : 2 + next(2)] ?? expect.fail();
      const key = table.needed[next(table.needed.length)] ?? expect.fail();
      const [what, value] = faults[next(faults.length)] ?? expect.fail();
      if (table.verdict(key, value) === table.usual) green.add(`${table.name}: ${key} ${what}`);
    }
    expect([...green]).to.deep.equal([]);
  });
});
