import { type FootprintPart, footprintOf } from "../observability/footprint";
import type { Plan } from "../plan";
import { dollars, type Style } from "./style";

/** What observability needs and costs, in one block: pods, requests, volumes, retention, dollars. */
export function observabilityLines(plan: Plan, style: Style): string[] {
  const footprint = footprintOf(plan);
  if (!footprint) return [];
  const { parts, total, monthlyUsd } = footprint;
  const columns = [
    { title: "part" },
    { title: "pods", right: true },
    { title: "CPU", right: true },
    { title: "memory", right: true },
    { title: "volumes", right: true },
    { title: "kept" },
  ];
  const s3 = plan.config.buckets[plan.config.observability?.copies?.bucket ?? ""] ? "; S3 is in Cost" : "";
  const bill =
    `${dollars(monthlyUsd.total)} a month: volumes ${dollars(monthlyUsd.volumes)}, logs in CloudWatch ${dollars(monthlyUsd.logs)}, ` +
    `its share of the nodes' CPU and memory ${dollars(monthlyUsd.nodes)}${s3}.`;
  return [
    style.heading("Observability", "requests of all pods together, at the desired number of nodes"),
    ...style.table(columns, [...parts.map(cells), cells({ part: "total", kept: "", ...total })]),
    ...style.wrapped(bill, "  "),
    "",
  ];
}

function cells({ part, pods, cpuMillis, memoryMiB, storageGiB, kept }: FootprintPart): string[] {
  if (pods === null) return [part, "?", "", "", "", kept];
  const some = (value: number, text: string) => (value ? text : "");
  return [
    part,
    some(pods, `${pods}`),
    some(cpuMillis, `${Math.round(cpuMillis)}m`),
    some(memoryMiB, `${Math.round(memoryMiB).toLocaleString("en-US")}Mi`),
    some(storageGiB, `${storageGiB}Gi`),
    kept,
  ];
}
