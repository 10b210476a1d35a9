/** A resource that a remote component makes, as pure data: the offline preview and the simulated providers make it real. */
export interface Child {
  type: string;
  name: string;
  /** The child below which it stands; without one it stands below the component. */
  parent?: Child;
  /** Plain values, values of the component's own arguments, and outputs of other children. */
  inputs: Record<string, unknown>;
  dependsOn: Child[];
  ignoreChanges?: string[];
}

/** An output of a child, which another child takes as an input. */
export class ChildOutput {
  constructor(
    readonly child: Child,
    readonly output: string,
  ) {}
}

/** What is derived from arguments or outputs that only a deployment knows. */
export class Derived {
  constructor(readonly from: Child[]) {}
}

/** Arguments of which the children are known: `true` for any value, else the values. */
export type KnownArgs = Record<string, true | unknown[]>;

/** Arguments whose effect on the children isn't known here, as a message names them. */
export function strangeArgs(args: Record<string, unknown>, known: KnownArgs): string[] {
  return Object.entries(args).flatMap(([key, value]) => {
    const values = known[key];
    const fine = value === undefined || values === true || values?.includes(value);
    return fine ? [] : [key];
  });
}
