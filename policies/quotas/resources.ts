import type { Field } from "../support/field";
import type { Container, Pod } from "../support/pods";
import { parseQuantity } from "../support/quantity";
import type { Report } from "../support/report";

export const quotas = { tags: ["quotas"] };

/** The API takes no resources on ephemeral containers: they live from what the pod has left. */
export function accountable(pod: Pod): Container[] {
  return pod.containers.filter((container) => container.role !== "ephemeral");
}

export function resource(container: Container, kind: "requests" | "limits", name: string): Field {
  return container.field.at("resources", kind, name);
}

/** Demands a quantity above zero. */
export function expectQuantity(
  report: Report,
  container: Container,
  kind: "requests" | "limits",
  name: string,
  why: string,
) {
  const field = resource(container, kind, name);
  if (!report.readable(field)) {
    return;
  }
  const amount = parseQuantity(field.value ?? undefined);
  if (field.absent) {
    report.violation({
      what: `${container.field.owner} has no ${name} ${kind.slice(0, -1)}`,
      why,
      fix: `Set ${container.setting(`resources.${kind}.${name}`)}`,
    });
  } else {
    // `512m` of memory is half a byte: the unit of CPU, where M or Mi was meant.
    const least = name === "memory" ? 1 : 0;
    report.expect(field, () => amount !== undefined && amount > 0 && amount >= least, {
      why: amount !== undefined && amount > 0 ? "that is less than a byte" : "that is no amount above zero",
      fix: `Set ${container.setting(`resources.${kind}.${name}`)} to an amount such as ${name === "cpu" ? "100m" : "256Mi"}`,
    });
  }
}
