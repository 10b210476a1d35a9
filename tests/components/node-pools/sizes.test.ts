import { expect } from "chai";
import { NodePools } from "../../../components/node-pools/node-pools";
import { SimulatedAws } from "../../engine/aws/aws";
import { placeFrom } from "../../engine/aws/place";
import { deploy, type Deployed } from "../../engine/aws/support/deploy";
import { recorded } from "../../support/record";
import { nodePoolsArgs, pool, pools } from "./builders";

type Size = Record<"min" | "desired" | "max", number>;
const type = "aws:eks/nodeGroup:NodeGroup";

/** The account after the first `up` of a pool, and what a later one does. */
async function life(first: Size) {
  const aws = new SimulatedAws(placeFrom({ AWS_REGION: "us-east-1" }));
  const up = async (size: Size, before?: Deployed) => {
    const run = await recorded(
      () => new NodePools("nodes", nodePoolsArgs({ settings: pools({ general: pool({ size }) }) })),
    );
    return deploy(aws, run.one(type), before);
  };
  const deployed = await up(first);
  return { aws, deployed, up: (size: Size, before = deployed) => up(size, before) };
}

/** The autoscaler gives a group another number of nodes. */
function scaled(aws: SimulatedAws, { id }: Deployed, nodes: number): void {
  const [thing] = aws.world.all(type).filter((one) => one.id === id);
  if (!thing) throw new Error(`there is no ${id}`);
  const scalingConfig = { ...thing.outputs.scalingConfig, desiredSize: nodes };
  aws.world.put({ ...thing, outputs: { ...thing.outputs, scalingConfig } });
}

/** The state after `--refresh`. */
function refreshed(aws: SimulatedAws, deployed: Deployed): Deployed {
  return { ...deployed, ...aws.read({ type, urn: "" }, deployed.id, deployed.inputs, deployed.outputs) };
}

describe("the size of a node pool over time", () => {
  it("a standby's promotion makes a new group with its nodes and gives up the empty one", async () => {
    const { up } = await life({ min: 0, desired: 0, max: 5 });
    const promoted = await up({ min: 2, desired: 2, max: 5 });
    expect(promoted.step).to.equal("replace");
    expect(promoted.outputs.scalingConfig).to.deep.equal({ minSize: 2, desiredSize: 2, maxSize: 5 });
  });

  it("and back", async () => {
    const { up } = await life({ min: 2, desired: 2, max: 5 });
    expect((await up({ min: 0, desired: 0, max: 5 })).step).to.equal("replace");
  });

  it("a higher maximum leaves the nodes that the autoscaler added, after a refresh", async () => {
    const { aws, deployed, up } = await life({ min: 1, desired: 1, max: 3 });
    scaled(aws, deployed, 3);
    const raised = await up({ min: 1, desired: 1, max: 6 }, refreshed(aws, deployed));
    expect(raised.step).to.equal("update");
    expect(raised.outputs.scalingConfig).to.deep.equal({ minSize: 1, desiredSize: 3, maxSize: 6 });
  });

  it("a higher minimum is taken as soon as there are as many, and refused before", async () => {
    const { aws, deployed, up } = await life({ min: 1, desired: 1, max: 3 });
    const error = await up({ min: 2, desired: 2, max: 3 }).catch((failure: unknown) => failure);
    expect(String(error)).to.contain("Minimum capacity 2 can't be greater than desired size 1");
    scaled(aws, deployed, 2);
    expect((await up({ min: 2, desired: 2, max: 3 }, refreshed(aws, deployed))).step).to.equal("update");
  });
});
