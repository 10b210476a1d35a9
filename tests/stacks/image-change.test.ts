import { expect } from "chai";
import { display } from "../../preview/display";
import { parseStack } from "../../stacks/config";
import { Platform } from "../../stacks/platform";
import { type Recorded, recorded } from "../support/record";
import { stackConfig } from "../support/stack-config";

type Json = Record<string, any>;

/** Production with one value of some images set, as a pipeline does it by `pulumi config set --path`. */
function shipped(images: Record<string, Json> = {}): Promise<Recorded> {
  const raw = { ...stackConfig("production"), today: "2026-11-21" } as Json;
  const services = structuredClone(raw["services"]) as Json;
  for (const [name, image] of Object.entries(images)) Object.assign(services[name].image, image);
  return recorded(() => new Platform(parseStack("production", { ...raw, services }).config));
}

/** Production as it is, once for all tests here. */
let unchanged: Promise<Recorded> | undefined;
const asItIs = (): Promise<Recorded> => (unchanged ??= shipped());

const inputsOf = (program: Recorded) =>
  new Map(program.resources.map(({ urn, inputs }) => [urn, JSON.stringify(display(inputs))]));

/** Names of what differs between two programs, with the kind. */
async function changed(images: Record<string, Json>): Promise<string[]> {
  const [before, after] = [inputsOf(await asItIs()), inputsOf(await shipped(images))];
  const urns = new Set([...before.keys(), ...after.keys()]);
  return [...urns]
    .filter((urn) => before.get(urn) !== after.get(urn))
    .map((urn) => urn.replace(/^.*\$kubernetes:/, "").replace(/^[^:]*:/, ""));
}

const digest = `sha256:${"a".repeat(64)}`;

describe("shipping an image", () => {
  it("by its digest changes that rollout and nothing else of production", async () => {
    const made = await changed({ api: { digest }, frontend: { digest } });
    expect(made).to.have.members(["Rollout::api", "Deployment::frontend"]);
  });

  it("the image of a rollout is named by the digest alone, whatever becomes of the tag", async () => {
    const program = await shipped({ api: { digest } });
    const { template } = program.inputs("kubernetes:argoproj.io/v1alpha1:Rollout", "api").spec;
    expect(template.spec.containers[0].image).to.match(/\/api@sha256:a{64}$/);
  });

  it("VC-99: has failed when it has made no progress in ten minutes, for the controller and for `pulumi up`", async () => {
    const program = await asItIs();
    const { spec, metadata } = program.inputs("kubernetes:argoproj.io/v1alpha1:Rollout", "api");
    expect([spec.progressDeadlineSeconds, spec.progressDeadlineAbort]).to.deep.equal([600, true]);
    expect(metadata.annotations["pulumi.com/timeoutSeconds"]).to.equal("600");
    const pauses = spec.strategy.canary.steps.flatMap(({ pause }: Json) => (pause ? [parseInt(pause.duration)] : []));
    // Two pauses of three minutes leave four of the ten to the pods.
    expect(pauses.reduce((sum: number, minutes: number) => sum + minutes, 0)).to.equal(6);
  });
});
