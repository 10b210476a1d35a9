import { expect } from "chai";
import { clusterSettings } from "../../../components/cluster/settings";
import { checkCluster } from "../../../stacks/checks/cluster";
import type { ResolvedStack } from "../../../stacks/resolve/stack";
import { tiers } from "../../../stacks/tiers";

const role = "arn:aws:iam::123456789012:role/deploy";

function warnings(cluster: Record<string, unknown>, aws: Record<string, unknown> = {}): string[] {
  const config = { aws, cluster: clusterSettings(tiers.production.cluster).parse({ name: "acme", ...cluster }) };
  return checkCluster(config as ResolvedStack).warnings ?? [];
}

describe("checkCluster", () => {
  it("has nothing to say of the defaults", () => {
    expect(warnings({})).to.deep.equal([]);
  });

  it("repeats why the API server is open to the internet", () => {
    const endpoint = { publicCidrs: ["0.0.0.0/0"], reason: "runners without fixed addresses" };
    expect(warnings({ endpoint })).to.deep.equal([
      "cluster.endpoint.publicCidrs: 0.0.0.0/0 may try to sign in (reason: runners without fixed addresses).",
    ]);
  });

  it("repeats why six times the price is paid", () => {
    const upgradePolicy = { support: "EXTENDED", reason: "vendor image" };
    expect(warnings({ upgradePolicy })[0]).to.contain("(reason: vendor image)");
  });

  it("warns of an access entry for the role that creates the cluster", () => {
    const access = { deployer: { principalArn: role, policy: "cluster-admin" } };
    expect(warnings({ access }, { assumeRoleArn: role })[0]).to.match(/^cluster\.access\.deployer: /);
    expect(warnings({ access }, { assumeRoleArn: `${role}-2` })).to.deep.equal([]);
    expect(warnings({ access })).to.deep.equal([]);
  });
});
