import { existsSync, readFileSync } from "node:fs";

/** A resource as an event of the engine shows it: sdk/go/common/apitype/events.go of pulumi v3.274.1. */
export interface EventState {
  type: string;
  urn: string;
  parent: string;
  custom?: boolean;
  protect?: boolean;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  provider: string;
}

/** What happens to a resource. */
export interface StepMetadata {
  /** `create`, `same`, `update`, `replace`, `delete`, `read`, … */
  op: string;
  urn: string;
  type: string;
  old: EventState | null;
  new: EventState | null;
  /** Paths of the properties that differ. */
  diffs?: string[] | null;
  detailedDiff?: Record<string, unknown> | null;
}

/** What a policy found. */
export interface PolicyEvent {
  resourceUrn?: string;
  message: string;
  policyName: string;
  policyPackName: string;
  enforcementLevel: "advisory" | "mandatory";
}

/** One event of an operation; each has one of these. */
export interface EngineEvent {
  resourcePreEvent?: { metadata: StepMetadata };
  resOutputsEvent?: { metadata: StepMetadata };
  resOpFailedEvent?: { metadata: StepMetadata };
  policyEvent?: PolicyEvent;
  diagnosticEvent?: { urn?: string; message: string; severity: string };
  summaryEvent?: { resourceChanges: Record<string, number>; durationSeconds: number };
}

/** Events that a run has written, one JSON document a line; the last line of a killed run may be half a document. */
export function eventsIn(file: string): EngineEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as EngineEvent];
    } catch {
      return [];
    }
  });
}

/** Steps of a run in the order in which they began. */
export function stepsOf(events: EngineEvent[]): StepMetadata[] {
  return events.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : []));
}

/** Steps that change something. */
export function changesOf(events: EngineEvent[]): StepMetadata[] {
  return stepsOf(events).filter(({ op }) => !["same", "read", "refresh"].includes(op));
}

/** Errors and warnings of a run, without those that say where the engine found a plugin. */
export function complaintsOf(events: EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent: one }) =>
    one && ["error", "warning"].includes(one.severity) && !/^using pulumi-\S+ from \$PATH/.test(one.message)
      ? [`${one.severity}: ${one.message.trim()}`]
      : [],
  );
}

export function violationsOf(events: EngineEvent[]): PolicyEvent[] {
  return events.flatMap(({ policyEvent }) => (policyEvent ? [policyEvent] : []));
}
