import { hours } from "../../stacks/recovery/copies";
import type { Plan } from "../plan";
import type { Style } from "./style";

/** What can be lost of each data store, and how long it takes to bring it back, against the stack's objectives. */
export function recoveryLines({ recovery }: Plan, style: Style): string[] {
  const { stores, rtoSeconds, rpoSeconds, assumptions } = recovery;
  if (!stores.length) return [];
  const promised =
    rpoSeconds === null || rtoSeconds === null
      ? "no objectives (recovery: { rto, rpo })"
      : `loses at most ${hours(rpoSeconds)} (RPO), back after ${hours(rtoSeconds)} at most (RTO)`;
  const columns = [
    { title: "store" },
    { title: "loses", right: true },
    { title: "back after", right: true },
    { title: "copied by", grow: true },
    { title: "runbook" },
  ];
  const rows = stores.map((one) => [
    one.path,
    one.lossSeconds === null ? "all" : hours(one.lossSeconds),
    one.restoreSeconds === null ? "" : `${hours(one.restoreSeconds)}${one.measured ? " measured" : ""}`,
    `${one.copy}: ${one.because}${one.exempt === null ? "" : `; exempt: ${one.exempt}`}`,
    one.runbook,
  ]);
  return [
    style.heading("Recovery", promised),
    ...style.table(columns, rows),
    ...style.wrapped(`Assumed: ${assumptions.join("; ")}.`, "  "),
    "",
  ];
}
