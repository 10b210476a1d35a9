import { AssertionError, expect as chaiExpect } from "chai";
import { candidates } from "./candidates";

type Tree = Record<string, unknown>;
type Path = readonly string[];

let asked = 0;

/** What a claim is about is not there: the expectation that would have come next is broken. */
export class Absent extends Error {}

/** Chai's `expect`, which counts, so that a check knows which of a claim's expectations a change has broken. */
export const expect: Chai.ExpectStatic = Object.assign((value: unknown, message?: string) => {
  asked += 1;
  return chaiExpect(value, message);
}, chaiExpect);

/**
 * The expectations of a claim that hold whatever the world is like: an expectation says something only if there is a
 * value, among those that the claim reads, with which it is broken. Values are changed one at a time.
 *
 * @param claim reads the world that it is given; it holds in `world`.
 * @param mustNotice further values that break it wherever they stand, of a claim that something is not there.
 * @returns numbers of the expectations that nothing breaks, counted from 1; `[0]` for a claim without expectations.
 */
export function unbroken(claim: (world: Tree) => void, world: Tree, mustNotice: readonly unknown[] = []): number[] {
  const read = new Map<string, Path>();
  asked = 0;
  claim(watched(world, [], read) as Tree);
  if (asked === 0) return [0];
  const open = new Set(Array.from({ length: asked }, (_, index) => index + 1));
  // The last values that were read are those that the expectations compare.
  for (const path of [...read.values()].reverse())
    for (const value of candidates(at(world, path), path, mustNotice)) {
      const broken = breaks(claim, changed(world, path, value) as Tree);
      if (broken !== undefined) open.delete(broken);
      if (!open.size) return [];
    }
  return [...open];
}

/** Number of the expectation that a world breaks. Only that counts: a claim that merely crashes has not compared. */
function breaks(claim: (world: Tree) => void, world: Tree): number | undefined {
  asked = 0;
  try {
    claim(world);
    return undefined;
  } catch (error) {
    if (error instanceof Absent) return asked + 1;
    return error instanceof AssertionError ? asked : undefined;
  }
}

/** A tree that notes which values are read, lengths and lists of keys included. */
function watched(value: unknown, path: Path, read: Map<string, Path>): unknown {
  if (!isTree(value)) return value;
  const note = (at: Path) => read.set(at.join("\u0000"), at);
  const inner = new Map<string, unknown>();
  return new Proxy(value, {
    get(target, key, receiver) {
      if (typeof key === "symbol" || (!Object.hasOwn(target, key) && key in target))
        return Reflect.get(target, key, receiver) as unknown;
      const found: unknown = target[key];
      const here = [...path, key];
      if (key === "length" && Array.isArray(target)) note(path);
      else if (!isTree(found)) note(here);
      if (!inner.has(key)) inner.set(key, watched(found, here, read));
      return inner.get(key);
    },
    has(target, key) {
      if (typeof key === "string") note(key === "length" && Array.isArray(target) ? path : [...path, key]);
      return Reflect.has(target, key);
    },
    ownKeys(target) {
      note(path);
      return Reflect.ownKeys(target);
    },
  });
}

function isTree(value: unknown): value is Tree {
  if (value === null || typeof value !== "object") return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function at(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isTree(value) ? value[key] : undefined), tree);
}

/** A copy of a tree in which one value is another one. */
function changed(tree: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as Tree) };
  (copy as Tree)[key] = changed(isTree(tree) ? tree[key] : undefined, rest, value);
  return copy;
}
