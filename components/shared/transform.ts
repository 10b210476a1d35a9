import type * as pulumi from "@pulumi/pulumi";

/**
 * A slot of a component's `transform`, the one escape hatch: a function that receives the finished arguments of a child
 * and its logical name, and returns the arguments to use. A slot of several children is called for each of them; the name
 * is the one that the preview prints.
 *
 * It is applied last, after every default and every setting, so that nothing can undo it; the policy pack checks what it
 * makes like everything else. It is a plain function and not a resource transform of the engine, because those never run
 * under the SDK's mocks: the offline preview would show another program than `pulumi up`.
 *
 * @example
 * { deployment: (args) => ({ ...args, spec: { ...args.spec, revisionHistoryLimit: 1 } }) }
 */
export type Transform<A> = (args: A, name: string) => A;

/** Arguments that a slot takes and returns. */
type SlotArgs<Slot> = NonNullable<Slot> extends Transform<infer A> ? A : never;

/** Registers a child through one of the slots: `PlatformComponent.make`. */
export type Make<Slots> = <K extends keyof Slots, R extends pulumi.Resource>(
  slot: K,
  Type: new (name: string, args: SlotArgs<Slots[K]>, opts?: pulumi.CustomResourceOptions) => R,
  name: string,
  args: SlotArgs<Slots[K]>,
  opts?: pulumi.CustomResourceOptions,
) => R;
