import { nameIsTaken, withName } from "./autonames";
import { invoke } from "./functions";
import { idOf, type Subject } from "./names";
import { computedOf, made, previewed, type Made } from "./outputs";
import type { Place } from "./place";
import { replacesOf } from "./replacement";
import { leave, permit } from "./rules";
import type { Call } from "./rules/rule";
import { schemaProblems } from "./schema/validate";
import { shapeOf } from "./shapes";
import { containsUnknown, same, unknown, type Values } from "./values";
import { World, type Thing } from "./world";

export interface Failure {
  property: string;
  reason: string;
}

export interface Difference {
  changed: string[];
  replaces: string[];
  /** The old resource goes first, because the new one takes its name. */
  deleteBeforeReplace: boolean;
}

/** A resource as the engine names it. */
export interface Named {
  type: string;
  urn: string;
}

/** An account of AWS that is none, by the calls of Pulumi's provider protocol on plain data. */
export class SimulatedAws {
  private defaultTags: Values = {};

  constructor(
    readonly place: Place,
    readonly world: World = new World(),
  ) {}

  /** Takes the provider's config: region, default tags, and the accounts that it may work in. */
  configure(config: Values): void {
    const region = config.region ?? this.place.region;
    if (!region) throw new Error("no region: set aws:region or AWS_REGION");
    if (region !== unknown) this.place.region = region;
    this.defaultTags = config.defaultTags?.tags ?? {};
    const allowed: unknown = config.allowedAccountIds;
    if (Array.isArray(allowed) && !allowed.includes(this.place.account)) {
      throw new Error(`AWS account ID not allowed: ${this.place.account}`);
    }
  }

  /** The inputs as the provider completes them, and what is wrong with them. */
  check({ type, urn }: Named, olds: Values, news: Values, random = ""): { inputs: Values; failures: Failure[] } {
    const shape = shapeOf(type);
    if (!shape) return { inputs: news, failures: [{ property: "", reason: `@pulumi/aws has no type ${type}` }] };
    const missing = [...shape.required].filter((property) => news[property] === undefined || news[property] === null);
    const strange = Object.keys(news).filter(
      (property) => !["__defaults", "tagsAll"].includes(property) && !shape.inputs.has(property),
    );
    const inputs = withName(type, urn, news, olds, random);
    return {
      inputs: shape.inputs.has("tags") ? { ...inputs, tagsAll: this.tagsOf(news) } : inputs,
      failures: [
        ...missing.map((property) => ({ property, reason: `Missing required property '${property}'` })),
        ...strange.map((property) => ({ property, reason: `${type} has no input '${property}'` })),
        ...schemaProblems(type, omit(inputs, strange)).map((reason) => ({ property: "", reason })),
      ],
    };
  }

  /** The provider's own rule (terraform-provider-aws, verify.SetTagsDiff): the resource's tags win. */
  private tagsOf({ tags }: Values): unknown {
    return containsUnknown(tags) ? unknown : { ...this.defaultTags, ...tags };
  }

  diff({ type }: Named, olds: Values, news: Values): Difference {
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const changed = keys.filter((key) => key !== "__defaults" && !same(olds[key], news[key]));
    const replaces = changed.length ? replacesOf(type, olds, news) : [];
    return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && nameIsTaken(type, olds, news) };
  }

  create({ type, urn }: Named, inputs: Values, preview: boolean): Made {
    if (preview) return previewed({ type, inputs }, this.place.region);
    permit("create", this.call({ type, urn }, { inputs }));
    const subject = this.unused({ type, urn, seed: urn, inputs });
    const result = made(this.place, subject);
    this.world.put({ ...this.whereabouts(type, result.id), urn, inputs, outputs: result.outputs });
    return result;
  }

  /** Outputs after an update: what the program doesn't set stays what it was. */
  update({ type, urn }: Named, id: string, olds: Values, news: Values, preview: boolean): Values {
    const before = this.world.find(this.whereabouts(type, id));
    if (!preview) permit("update", this.call({ type, urn }, { id, inputs: news }, before?.inputs ?? olds));
    const fresh = preview
      ? previewed({ type, inputs: news }, this.place.region)
      : made(this.place, { type, urn, seed: urn, inputs: news });
    const kept = computedOf(type).filter((property) => !(property in news) && property in olds);
    const outputs = { ...fresh.outputs, ...Object.fromEntries(kept.map((property) => [property, olds[property]])) };
    if (!preview) this.world.put({ ...this.whereabouts(type, id), urn, inputs: news, outputs });
    return outputs;
  }

  delete({ type, urn }: Named, id: string, inputs: Values = {}): void {
    const known = this.world.find(this.whereabouts(type, id)) ?? { id, inputs };
    const call = this.call({ type, urn }, known);
    permit("delete", call);
    this.world.remove(this.whereabouts(type, id));
    leave(call);
  }

  /**
   * A refresh sees what there is, also what another changed behind the engine's back: `world.put` in a test. A look-up of
   * something that this program didn't make is answered from its id.
   */
  read({ type, urn }: Named, id: string, inputs: Values, state: Values): Pick<Thing, "id" | "inputs" | "outputs"> {
    const thing = this.world.find(this.whereabouts(type, id));
    const asked = Object.keys(inputs);
    if (thing) {
      // As the provider's bridge does, the inputs are read from what is there, as far as the program gave them.
      const found = asked
        .filter((key) => key in thing.outputs)
        .map((key) => [key, asGiven(inputs[key], thing.outputs[key])]);
      return {
        id,
        inputs: asked.length ? { ...inputs, ...Object.fromEntries(found) } : thing.inputs,
        outputs: thing.outputs,
      };
    }
    if (asked.length) return { id: this.world.shared ? "" : id, inputs, outputs: state };
    const named = { name: id, ...state };
    const outputs = made(this.place, { type, urn, seed: id, inputs: named }).outputs;
    return { id, inputs, outputs: { ...outputs, ...named, id } };
  }

  /** A call of AWS as the rules see it. */
  private call({ type, urn }: Named, about: Partial<Thing>, olds?: Values): Call {
    const thing = { id: "", inputs: {}, outputs: {}, ...about, type, urn, region: this.place.region };
    return { world: this.world, place: this.place, thing, ...(olds ? { olds } : {}) };
  }

  invoke(token: string, args: Values): Values {
    return invoke(token, args, this.place);
  }

  private whereabouts(type: string, id: string) {
    return { type, region: this.place.region, id };
  }

  /** A subject whose id nothing has yet: a replacement stands beside what it replaces. */
  private unused(subject: Subject, count = 1): Subject {
    const tried = count === 1 ? subject : { ...subject, seed: `${subject.urn}#${count}` };
    const id = idOf(this.place, tried);
    const taken = this.world.find(this.whereabouts(subject.type, id));
    if (!taken || idOf(this.place, { ...subject, seed: "another" }) === id) return tried;
    return this.unused(subject, count + 1);
  }
}

function omit(values: Values, names: string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** What there is of a value, as far as the program gave it: a part that AWS adds is no input. */
function asGiven(given: unknown, there: unknown): unknown {
  if (!isMap(given) || !isMap(there)) return there;
  const parts = Object.entries(given).map(([key, part]) => [key, key in there ? asGiven(part, there[key]) : part]);
  return Object.fromEntries(parts);
}

const isMap = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
