/** A value that only a deployment knows. */
export class Unknown {}

/**
 * What a patch leaves as it is: another object has it, which the stack may not even know. It is as unknown as what only a
 * deployment knows, but there is nothing to say of it: the patch doesn't decide it.
 */
export class Untouched extends Unknown {}

const untouched = new Untouched();

/** A value of another type than the field takes; it counts as a violation wherever a rule meets it. */
export class Malformed {
  constructor(
    readonly found: unknown,
    readonly expected: string,
  ) {}
}

/**
 * One place in an object, there or not. Trouble travels with it: below an unknown value everything is unknown, below
 * a value of the wrong type everything is malformed, so a rule says what it wants and `Report.expect` sorts the rest.
 */
export class Field {
  // Paths are put together when a message asks for them: most fields are fine, and nobody reads their path.
  private constructor(
    readonly value: unknown,
    private readonly parent: Field | undefined,
    private readonly key: string | number,
    private readonly ofOwner: string | undefined,
    /** Part of a patch: what isn't there isn't absent, but untouched. */
    private readonly partial: boolean,
  ) {}

  static root(value: unknown, partial = false): Field {
    return new Field(value, undefined, "", "", partial);
  }

  /** The same place as a part of a patch. */
  asPatch(): Field {
    return new Field(this.value ?? untouched, this.parent, this.key, this.ofOwner, true);
  }

  /** Path in the object, `spec.template.spec.containers["api"].image`. */
  get path(): string {
    return this.parent === undefined ? String(this.key) : join(this.parent.path, this.key);
  }

  /** Path from the owner, `image`. */
  get local(): string {
    return this.parent === undefined ? "" : join(this.parent.local, this.key);
  }

  /** Whose field it is, as a message says it: `container "api"`. */
  get owner(): string {
    return this.ofOwner ?? this.parent?.owner ?? "";
  }

  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  get isUnknown(): boolean {
    return this.value instanceof Unknown;
  }

  get isMalformed(): boolean {
    return this.value instanceof Malformed;
  }

  /** A place that a patch replaces as a whole, as it does lists that are atomic: what isn't in it is absent. */
  asWhole(): Field {
    return new Field(this.value, this.parent, this.key, this.ofOwner, false);
  }

  /** What a patch leaves untouched is absent here: for a value that has to be decided beside another. */
  get decided(): Field {
    return this.value instanceof Untouched ? this.with(undefined) : this;
  }

  /** Neither absent nor unknown nor malformed. */
  get known(): boolean {
    return !this.absent && !this.isUnknown && !this.isMalformed;
  }

  at(...keys: string[]): Field {
    let field: Field = this; // eslint-disable-line @typescript-eslint/no-this-alias -- where the walk begins
    for (const key of keys) {
      field = field.child(key);
    }
    return field;
  }

  private child(key: string): Field {
    if (this.absent) {
      return new Field(undefined, this, key, undefined, false);
    }
    const object = this.object();
    if (object !== undefined) {
      const value = object[key] ?? (this.partial ? untouched : object[key]);
      return new Field(value, this, key, undefined, this.partial);
    }
    return this.isUnknown || this.isMalformed ? this : this.with(new Malformed(this.value, "an object"));
  }

  /** The elements of a list; none when absent. An unknown or malformed list is one unknown or malformed element. */
  items(): Field[] {
    if (this.absent) {
      return [];
    }
    if (this.isUnknown || this.isMalformed) {
      return [this];
    }
    if (!Array.isArray(this.value)) {
      return [this.with(new Malformed(this.value, "a list"))];
    }
    return this.value.map((value: unknown, index) => {
      const there = value === null ? new Malformed(value, "a list element") : value;
      return new Field(there, this, index, undefined, this.partial);
    });
  }

  /** The members of an object; none when absent. An unknown or malformed object is one such member. */
  entries(): [string, Field][] {
    if (this.absent) {
      return [];
    }
    const object = this.object();
    if (object === undefined) {
      return [["", this.isUnknown || this.isMalformed ? this : this.with(new Malformed(this.value, "an object"))]];
    }
    return Object.keys(object).map((key) => [key, this.child(key)]);
  }

  /** The same place, belonging to someone of its own: a container of a pod. */
  ownedBy(owner: string, path = this.path): Field {
    return new Field(this.value, undefined, path, owner, this.partial);
  }

  with(value: unknown): Field {
    return new Field(value, this.parent, this.key, this.ofOwner, this.partial);
  }

  get string(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  private object(): Record<string, unknown> | undefined {
    const value = this.value;
    const plain = typeof value === "object" && value !== null && !Array.isArray(value);
    return plain && !this.isUnknown && !this.isMalformed ? (value as Record<string, unknown>) : undefined;
  }
}

function join(path: string, key: string | number): string {
  if (typeof key === "number" || !/^[A-Za-z_][\w-]*$/.test(key)) {
    return `${path}[${JSON.stringify(key)}]`;
  }
  return path === "" ? key : `${path}.${key}`;
}

/** A value as a message shows it: short, and never more than one scalar. */
export function show(value: unknown): string {
  if (value === undefined || value === null) {
    return "missing";
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : "a list";
  }
  if (typeof value === "object") {
    return "an object";
  }
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}
