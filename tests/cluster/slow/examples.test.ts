import { readdirSync } from "node:fs";
import { join } from "node:path";
import { judge } from "../support/judge";
import { stackOf } from "../support/stack";

const examples = join(__dirname, "..", "..", "..", "examples");

for (const platform of readdirSync(examples)) {
  describe(`a control plane judges the platform ${platform}`, function () {
    this.timeout(240_000);
    judge(platform, () => stackOf("production", join(examples, platform, "Pulumi.production.yaml")));
  });
}
