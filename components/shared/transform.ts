/**
 * The one escape hatch: a function that receives the finished arguments of a child and returns those to use.
 *
 * It is applied last, after every default and every setting, so that nothing can undo it; what it makes is still
 * judged by the policy pack. It is a plain function and not a resource transform of the engine, because those never run
 * under the SDK's mocks: the offline preview would show another program than `pulumi up`.
 *
 * @example
 * { deployment: (args) => ({ ...args, spec: { ...args.spec, revisionHistoryLimit: 1 } }) }
 */
export type Transform<A> = (args: A) => A;

/** Applies a transform where there is one. */
export function transformed<A>(args: A, transform: Transform<A> | undefined): A {
  return transform ? transform(args) : args;
}
