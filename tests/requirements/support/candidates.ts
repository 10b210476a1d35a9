/** How many values of a text of JSON are changed one by one. */
const most = 300;

/**
 * Other values that might have stood at a place: near ones and strange ones, for lists and objects one part more and one
 * part less. A text of JSON is changed inside.
 *
 * @param path two keys below `resources`, what is missing is a resource, else it is a text.
 */
export function* candidates(value: unknown, path: readonly string[], mustNotice: readonly unknown[]): Generator {
  yield* mustNotice;
  if (Array.isArray(value)) for (const one of mustNotice) yield [...(value as unknown[]), one];
  if (value === undefined) yield* path[0] === "resources" && path.length === 2 ? [[another]] : ["another", 1, true];
  else if (Array.isArray(value)) yield* lists(value as unknown[]);
  else if (typeof value === "boolean") yield !value;
  else if (typeof value === "number") yield* [value + 1, -1, value * 1000 + 7, 0];
  else if (typeof value === "string") yield* texts(value);
  else if (value === null) yield* ["another", 1];
  else yield* objects(value as Record<string, unknown>);
}

/** A resource that nobody asked for. */
const another = { name: "another", inputs: { metadata: { name: "another", namespace: "another" }, spec: {} } };

function* lists(list: unknown[]): Generator {
  const [first] = list;
  yield list.slice(1);
  yield [
    ...list,
    typeof first === "object" ? { ...first, name: "another" } : typeof first === "number" ? 7 : "another",
  ];
  yield [...list, another];
  yield [...list].reverse();
}

function* objects(object: Record<string, unknown>): Generator {
  yield { ...object, another: "another" };
  for (const key of Object.keys(object).slice(0, 20)) {
    const rest = { ...object };
    Reflect.deleteProperty(rest, key);
    yield rest;
  }
}

function* texts(text: string): Generator {
  yield* inner(text);
  if (/^[A-Za-z0-9+/]{40,}=*$/.test(text)) yield* words(Buffer.from(text, "base64").toString("utf8"), encoded);
  yield* words(text, (one) => one);
  yield* ["another", "*", "", "0", `${text}0`];
}

function encoded(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}

/** A text with one figure of it changed, each in turn. */
function* words(text: string, written: (text: string) => string): Generator<string> {
  for (const { 0: figure, index } of [...text.matchAll(/\d+(\.\d+)?/g)].slice(0, most))
    yield written(`${text.slice(0, index)}${(Number(figure) + 1).toString()}${text.slice(index + figure.length)}`);
  yield written("another");
}

/** A text of JSON with one value of it changed, each in turn. */
function* inner(text: string): Generator {
  if (!/^\s*[[{]/.test(text)) return;
  const tree = parsed(text);
  let left = most;
  for (const other of treesNear(tree)) {
    if (left-- === 0) return;
    yield JSON.stringify(other);
  }
}

function* treesNear(tree: unknown): Generator {
  if (tree === null || typeof tree !== "object") {
    yield* typeof tree === "string" ? ["another", "*"] : [typeof tree === "number" ? tree + 1 : !tree];
    return;
  }
  const copy = (key: string, value: unknown) =>
    Array.isArray(tree)
      ? (tree as unknown[]).map((one, index) => (String(index) === key ? value : one))
      : { ...tree, [key]: value };
  for (const [key, value] of Object.entries(tree)) for (const other of treesNear(value)) yield copy(key, other);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
