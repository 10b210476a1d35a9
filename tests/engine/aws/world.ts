import { appendFileSync, closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import type { Values } from "./values";

/** A resource as AWS has it. */
export interface Thing {
  type: string;
  urn: string;
  region: string;
  id: string;
  inputs: Values;
  outputs: Values;
}

/** What stays of something that is gone, such as the name of a secret that is scheduled for deletion. */
export interface Trace {
  /** `secret`, `snapshot`, … */
  kind: string;
  region: string;
  name: string;
  /** Day, from the world's clock, from which on AWS has forgotten it; undefined: never. */
  until: number | undefined;
}

type Entry = { put: Thing } | { gone: string } | { trace: Trace } | { forget: Trace } | { day: number };

const keyOfThing = ({ type, region, id }: Pick<Thing, "type" | "region" | "id">) => `${region}|${type}|${id}`;
const sameTrace = (a: Trace) => (b: Trace) => a.kind === b.kind && a.region === b.region && a.name === b.name;

/**
 * What there is in the account. With a file it outlives the process and is shared with others: `pulumi` starts a
 * plugin for each provider and each run. The file is a journal, a JSON document a line; who writes adds a line, who
 * reads takes up what others have added.
 */
export class World {
  private readonly things = new Map<string, Thing>();
  private traces: Trace[] = [];
  private today = 0;
  private offset = 0;

  constructor(private readonly file?: string) {}

  /** Whether it knows everything that was ever made: without a file, only what this process made. */
  get shared(): boolean {
    return this.file !== undefined;
  }

  /** Every resource, or those of one type. */
  all(type?: string): Thing[] {
    this.catchUp();
    return [...this.things.values()].filter((thing) => type === undefined || thing.type === type);
  }

  find(thing: Pick<Thing, "type" | "region" | "id">): Thing | undefined {
    this.catchUp();
    return this.things.get(keyOfThing(thing));
  }

  put(thing: Thing): void {
    this.write({ put: thing });
  }

  remove(thing: Pick<Thing, "type" | "region" | "id">): void {
    this.write({ gone: keyOfThing(thing) });
  }

  /** Keeps a name taken for a number of days, or for good. */
  leave(trace: Omit<Trace, "until">, days?: number): void {
    this.write({ trace: { ...trace, until: days === undefined ? undefined : this.day + days } });
  }

  forget(trace: Omit<Trace, "until">): void {
    this.write({ forget: { ...trace, until: undefined } });
  }

  /** What is left under a name, when AWS still knows it today. */
  left(kind: string, region: string, name: string): Trace | undefined {
    this.catchUp();
    const wanted = sameTrace({ kind, region, name, until: undefined });
    return this.traces.find((trace) => wanted(trace) && (trace.until === undefined || trace.until > this.today));
  }

  /** Days since the account was opened. */
  get day(): number {
    this.catchUp();
    return this.today;
  }

  /** Lets days pass. */
  wait(days: number): void {
    this.write({ day: this.day + days });
  }

  private write(entry: Entry): void {
    this.catchUp();
    if (this.file === undefined) return this.take(entry);
    appendFileSync(this.file, JSON.stringify(entry) + "\n");
    this.catchUp();
  }

  private take(entry: Entry): void {
    if ("put" in entry) this.things.set(keyOfThing(entry.put), entry.put);
    else if ("gone" in entry) this.things.delete(entry.gone);
    else if ("trace" in entry) this.traces.push(entry.trace);
    else if ("forget" in entry) this.traces = this.traces.filter((trace) => !sameTrace(entry.forget)(trace));
    else this.today = entry.day;
  }

  /** Takes up the lines that were added since the last look; half a line waits for its end. */
  private catchUp(): void {
    if (this.file === undefined || !existsSync(this.file)) return;
    const handle = openSync(this.file, "r");
    try {
      const buffer = Buffer.alloc(fstatSync(handle).size - this.offset);
      readSync(handle, buffer, 0, buffer.length, this.offset);
      const whole = buffer.subarray(0, buffer.lastIndexOf("\n") + 1);
      this.offset += whole.length;
      for (const line of whole.toString("utf8").split("\n").filter(Boolean)) this.take(JSON.parse(line) as Entry);
    } finally {
      closeSync(handle);
    }
  }
}
