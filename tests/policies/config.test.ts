import { chartPins } from "../../components/shared/pins";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { packConfig } from "../../preview/policy-run/config";
import { readStackFile } from "../../preview/cli/stack-file";
import { rules } from "../../policies/rules";
import { says } from "./support/stack";
import { pod, resource } from "./support/workloads";

const root = join(__dirname, "../..");
const stacks = ["production", "staging"] as const;

type Config = Record<string, Record<string, unknown> | undefined>;

const configOf = (stack: string) =>
  JSON.parse(readFileSync(join(root, `policies/config/${stack}.json`), "utf8")) as Config;

for (const stack of stacks) {
  describe(`the pack's config of ${stack}`, () => {
    const config = configOf(stack);

    it("is what the rules' schemas take", () => {
      expect(packConfig(rules, config).problems).to.deep.equal([]);
    });

    it("takes no chart older than the platform's pin", async () => {
      const minimum = config["no-retired-components"]?.["minimum"] as Record<string, string>;
      const pins = chartPins();
      expect(Object.keys(minimum)).to.have.members(pins.map(({ chart }) => chart));
      const of = (chart: string, version: string) =>
        says("no-retired-components", [resource("kubernetes:helm.sh/v3:Release", { chart, version })], { minimum });
      for (const { repository, chart, version } of pins) {
        expect(await of(chart, version), chart).to.deep.equal([]);
        expect(await of(`${repository}/${chart}`, "0.0.1"), chart).to.have.length(1);
      }
    });

    it("takes images of the stack's own registry, and of none that looks like it", async () => {
      const own = registryOf(stack);
      const { registries } = config["image-registry"] ?? {};
      const others = ["initContainers.0", "initContainers.1", "ephemeralContainers.0"];
      const around = Object.fromEntries(others.map((at) => [`${at}.image`, `${own}/api:1`]));
      const of = (image: string) =>
        says("image-registry", [pod({ ...around, "containers.0.image": image })], { registries });
      expect(await of(`${own}/api:1`)).to.deep.equal([]);
      for (const image of [
        "api:1",
        `evil.example/x.dkr.ecr.us-east-1.amazonaws.com/api:1`,
        `evil.example.dkr.ecr.us-east-1.amazonaws.com/api:1`,
        `${own}.evil.example/api:1`,
        "quay.io/argoprojects/api:1",
        "docker.io/evil/grafana/grafana:1",
      ]) {
        expect(await of(image), image).to.deep.equal(["violation Deployment api"]);
      }
    });

    it("has waivers that name a reason and end within a year", () => {
      const waivers = Object.values(config).flatMap((one) =>
        Object.values((one?.["waivers"] ?? {}) as Record<string, string>),
      );
      expect(waivers.length).to.be.above(20);
      for (const text of waivers) {
        expect(text).to.match(/^.{10,} until (2026-1[12]|2027-(0\d|1[01]))-\d\d$/);
      }
    });
  });
}

describe("the pack's configs", () => {
  const [production, staging] = stacks.map(configOf);

  it("are stricter in production: memory, digests and registries", () => {
    const ratio = (config: Config | undefined) => Number(config?.["memory-ratio"]?.["maxRatio"]);
    expect([ratio(production), ratio(staging)]).to.deep.equal([4, 8]);
    expect(production?.["image-digest"]).to.deep.equal({ enforcementLevel: "advisory", digest: "required" });
    expect(staging?.["image-digest"]).to.deep.equal({ digest: "optional" });
    expect(production?.["image-registry"]?.["enforcementLevel"]).to.equal("mandatory");
    expect(staging?.["image-registry"]?.["enforcementLevel"]).to.equal("advisory");
  });
});

/** Registry of the account and region that a stack's YAML names. */
function registryOf(stack: string): string {
  const { config } = readStackFile({ stack, configFile: undefined }, root);
  const aws = JSON.parse(config["platform:aws"] ?? "{}") as { accountId: string; region: string };
  return `${aws.accountId}.dkr.ecr.${aws.region}.amazonaws.com`;
}
