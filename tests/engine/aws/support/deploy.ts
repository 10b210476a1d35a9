import type { RecordedResource } from "../../../../preview/recorded";
import type { SimulatedAws } from "../aws";
import type { Values } from "../values";
import { wire } from "./offline";

/** A resource as the state has it after an `up`. */
export interface Deployed {
  id: string;
  inputs: Values;
  outputs: Values;
  /** What the last `up` did to it. */
  step: "create" | "update" | "replace" | "same";
}

type Given = Pick<RecordedResource, "type" | "urn" | "inputs" | "ignoreChanges">;

/**
 * What the engine does with one resource in an `up` (pulumi/pulumi pkg/resource/deploy/step_generator.go): ignored
 * properties keep the old *input*; check, diff, and one step. A replacement is checked once more with all that the program
 * says, ignored or not; it comes before the old one goes, unless they share a name.
 */
export function deploy(aws: SimulatedAws, given: Given, before?: Deployed): Deployed {
  const goal = wire(given.inputs);
  if (!before) return { ...fresh(aws, given, goal), step: "create" };
  const inputs = checked(aws, given, ignoring(goal, before.inputs, given.ignoreChanges), before.inputs);
  const { changed, replaces, deleteBeforeReplace } = aws.diff(given, before.inputs, inputs);
  if (!changed.length) return { ...before, step: "same" };
  if (!replaces.length) {
    return {
      id: before.id,
      inputs,
      outputs: aws.update(given, before.id, before.outputs, inputs, false),
      step: "update",
    };
  }
  if (deleteBeforeReplace) aws.delete(given, before.id);
  const made = fresh(aws, given, goal);
  if (!deleteBeforeReplace) aws.delete(given, before.id);
  return { ...made, step: "replace" };
}

function fresh(aws: SimulatedAws, given: Given, goal: Values) {
  const inputs = checked(aws, given, goal, {});
  return { ...aws.create(given, inputs, false), inputs };
}

function checked(aws: SimulatedAws, given: Given, news: Values, olds: Values): Values {
  const { inputs, failures } = aws.check(given, olds, news, given.urn);
  if (failures.length) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return inputs;
}

function ignoring(news: Values, olds: Values, paths: string[]): Values {
  return paths.reduce((values, path) => keep(values, olds, path.split(".")), news);
}

function keep(news: Values, olds: Values, [name = "", ...rest]: string[]): Values {
  const value: unknown = rest.length ? keep(news[name] ?? {}, olds[name] ?? {}, rest) : olds[name];
  return { ...news, [name]: value };
}
