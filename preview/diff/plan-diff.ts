import type { PlanDocument } from "../document";
import { cents } from "../cost/items";
import { edgesOf } from "./network";
import { permissionsOf } from "./permissions";
import { type ResourceChanges, resourceChanges } from "./resources";
import { restarted } from "./restarts";

/** What came and what went, of something that is text. */
export interface Came {
  added: string[];
  removed: string[];
}

/** The difference of two plans: what `npm run diff --json` prints. Fields may be added, never changed. */
export interface PlanDiff {
  /** Raised when a field changes its meaning. */
  version: 1;
  stack: string;
  /** What the plan is compared with, in the user's words. */
  against: string;
  resources: ResourceChanges;
  /** Workloads whose pods are replaced. */
  restarted: string[];
  cost: { beforeMonthlyUsd: number; afterMonthlyUsd: number; lines: CostLine[] };
  findings: Came;
  waivers: Came;
  recovery: Came;
  permissions: Came;
  network: Came;
}

/** One line of the bill that differs; a side that lacks it has null. */
export interface CostLine {
  what: string;
  beforeMonthlyUsd: number | null;
  afterMonthlyUsd: number | null;
  /** How the new amount comes about; the old one's where the line goes. */
  basis: string;
}

export function diffOf(before: PlanDocument, after: PlanDocument, against: string): PlanDiff {
  const resources = resourceChanges(before.resources, after.resources);
  return {
    version: 1,
    stack: after.stack,
    against,
    resources,
    restarted: restarted(resources.changed),
    cost: {
      beforeMonthlyUsd: before.cost.monthlyUsd,
      afterMonthlyUsd: after.cost.monthlyUsd,
      lines: costLines(before.cost.items, after.cost.items),
    },
    findings: came(findingsOf(before), findingsOf(after)),
    waivers: came(waiversOf(before), waiversOf(after)),
    recovery: came(storesOf(before), storesOf(after)),
    permissions: came(permissionsOf(before.resources), permissionsOf(after.resources)),
    network: came(edgesOf(before.resources), edgesOf(after.resources)),
  };
}

/** True where two plans are the same in everything that is compared. */
export function isEmpty({ resources, cost, findings, waivers, recovery, permissions, network }: PlanDiff): boolean {
  const lists = [findings, waivers, recovery, permissions, network].flatMap(({ added, removed }) => [added, removed]);
  const { added, changed, deleted } = resources;
  return [added, changed, deleted, cost.lines, ...lists].every((list) => list.length === 0);
}

function came(before: Set<string>, after: Set<string>): Came {
  return {
    added: [...after].filter((one) => !before.has(one)).sort(),
    removed: [...before].filter((one) => !after.has(one)).sort(),
  };
}

function costLines(before: PlanDocument["cost"]["items"], after: PlanDocument["cost"]["items"]): CostLine[] {
  const [old, now] = [before, after].map((items) => new Map(items.map((one) => [one.what, one])));
  const names = [...new Set([...before, ...after].map(({ what }) => what))];
  return names
    .map((what): CostLine => {
      const [was, is] = [old?.get(what), now?.get(what)];
      return {
        what,
        beforeMonthlyUsd: was?.monthlyUsd ?? null,
        afterMonthlyUsd: is?.monthlyUsd ?? null,
        basis: is?.basis ?? was?.basis ?? "",
      };
    })
    .filter((line) => changeOf(line) !== 0)
    .sort((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)) || (a.what < b.what ? -1 : 1));
}

/** Dollars a month by which a line of the bill changes. */
export function changeOf({ beforeMonthlyUsd, afterMonthlyUsd }: CostLine): number {
  return cents((afterMonthlyUsd ?? 0) - (beforeMonthlyUsd ?? 0));
}

const findingsOf = ({ policies }: PlanDocument) =>
  new Set(policies.map(({ level, policy, message }) => `${level} ${policy}: ${message}`));

function waiversOf({ waivers }: PlanDocument): Set<string> {
  const list = (waivers ?? []) as { rule: string; object: string; reason: string; until?: string }[];
  const term = (until: string | undefined) => (until === undefined ? "" : `, until ${until}`);
  return new Set(list.map(({ rule, object, reason, until }) => `${rule} for ${object}${term(until)}: ${reason}`));
}

function storesOf({ recovery }: PlanDocument): Set<string> {
  const { stores = [] } = (recovery ?? {}) as { stores?: { path: string; copy: string; lossSeconds: number | null }[] };
  const loss = (seconds: number | null) =>
    seconds === null ? "no copy" : `loses at most ${Math.round(seconds / 60)} min`;
  return new Set(stores.map(({ path, copy, lossSeconds }) => `${path}: ${copy}, ${loss(lossSeconds)}`));
}
