import { SimulatedAws } from "./aws";
import { placeFrom } from "./place";
import { serve } from "./protocol";
import { World } from "./world";

// The plugin `pulumi-resource-aws`: the engine starts it with its own address and reads the port from the first line.
// AWS_SIM_STATE names a file that keeps the account between two runs of `pulumi`; without it, it lives as long as the
// process.
void serve(new SimulatedAws(placeFrom(process.env), new World(process.env.AWS_SIM_STATE))).then((port) => {
  process.stdout.write(`${port}\n`);
});
