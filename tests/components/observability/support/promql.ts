import { parser as logQl } from "@grafana/lezer-logql";
import { parser } from "@prometheus-io/lezer-promql";

/** What a query asks for, and whether Prometheus's grammar takes it. */
export interface ParsedQuery {
  valid: boolean;
  metrics: string[];
}

/** Parses a query by the grammar that Prometheus's own page uses. */
export function parsePromQl(query: string): ParsedQuery {
  const metrics = new Set<string>();
  let valid = query.trim() !== "";
  parser.parse(query).iterate({
    enter: (node) => {
      if (node.type.isError) valid = false;
      if (node.name === "Identifier" && node.node.parent?.name === "VectorSelector") {
        metrics.add(query.slice(node.from, node.to));
      }
    },
  });
  return { valid, metrics: [...metrics] };
}

/** Where a query is not LogQL, by the grammar of Grafana's own page. */
export function logQlErrors(query: string): number[] {
  const errors: number[] = [];
  logQl.parse(query).iterate({
    enter: (node) => {
      if (node.type.isError) errors.push(node.from);
    },
  });
  return errors;
}
