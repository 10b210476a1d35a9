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

/** What a query takes of one metric. */
export interface Selector {
  metric: string;
  matchers: { label: string; operator: string; value: string }[];
}

/** Every selector of a query that names its metric. */
export function selectorsIn(query: string): Selector[] {
  const selectors: Selector[] = [];
  parser.parse(query).iterate({
    enter: ({ name, node }) => {
      if (name !== "VectorSelector") return;
      const named = node.getChild("Identifier");
      if (!named) return;
      const text = query.slice(node.from, node.to);
      const matchers = [...text.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*")/g)].map(
        ([, label = "", operator = "", value = ""]) => ({ label, operator, value: JSON.parse(value) as string }),
      );
      selectors.push({ metric: query.slice(named.from, named.to), matchers });
    },
  });
  return selectors;
}
