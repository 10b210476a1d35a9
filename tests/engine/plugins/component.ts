import type * as pulumi from "@pulumi/pulumi";
import { main } from "@pulumi/pulumi/provider";

/** A component that a plugin of its own makes, with the arguments that the simulation knows. */
export interface SimulatedComponent<Args> {
  type: string;
  version: string;
  /** Every argument that is simulated, and the values when not all of them are. */
  simulated: Record<keyof Args, true | unknown[]>;
  make(
    name: string,
    args: Args,
    options: pulumi.ComponentResourceOptions,
  ): pulumi.ComponentResource & { outputs: Record<string, unknown> };
}

/** Serves one component as a plugin. What isn't simulated is an error and never left out in silence. */
export function serveComponent<Args>(component: SimulatedComponent<Args>): void {
  const construct = (name: string, type: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) => {
    if (type !== component.type) throw new Error(`${type} is not simulated, only ${component.type}`);
    refuseOthers(component, inputs);
    const made = component.make(name, inputs as Args, options);
    return Promise.resolve({ urn: made.urn, state: made.outputs });
  };
  void main({ version: component.version, construct }, process.argv.slice(2));
}

function refuseOthers({ type, simulated }: SimulatedComponent<unknown>, inputs: pulumi.Inputs): void {
  const known = simulated as Record<string, true | unknown[]>;
  const refused = Object.entries(inputs).filter(([key, value]) => {
    const values = known[key];
    return value !== undefined && values !== true && !values?.includes(value);
  });
  if (refused.length) {
    const what = refused.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ");
    throw new Error(`The simulated ${type} doesn't know ${what}`);
  }
}
