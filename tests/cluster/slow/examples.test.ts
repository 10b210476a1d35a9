import { readdirSync } from "node:fs";
import { join } from "node:path";
import { judge } from "../support/judge";
import { stackOf } from "../support/stack";

const examples = join(__dirname, "..", "..", "..", "examples");

/** The stack of each that has the most in it; the first one of who is getting started has no production. */
for (const platform of readdirSync(examples)) {
  const stack = platform === "getting-started" ? "first" : "production";
  describe(`a control plane judges the platform ${platform}`, function () {
    this.timeout(240_000);
    judge(platform, () => stackOf(stack, join(examples, platform, `Pulumi.${stack}.yaml`)));
  });
}
