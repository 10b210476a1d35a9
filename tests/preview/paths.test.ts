import { expect } from "chai";
import { withPath } from "../../preview/paths";
import { resource, view } from "./support/resources";

const finding = { policy: "cluster-logs", level: "mandatory", urn: "", message: "x", kind: "violation" } as const;

describe("the config path of a finding", () => {
  const cluster = resource("platform:cluster:Cluster", "cluster");
  const role = resource("platform:identity:WorkloadIdentity", "role", { parent: cluster.urn });
  const key = resource("aws:kms/key:Key", "key", { parent: role.urn });
  const plan = view(cluster, role, key, resource("aws:s3/bucket:Bucket", "alone"));

  it("is that of the nearest component above that has a part of the config", () => {
    expect(withPath({ ...finding, urn: key.urn }, plan).path).to.equal("cluster");
  });

  it("is the object's own where it has one", () => {
    expect(withPath({ ...finding, urn: key.urn, path: "services.api" }, plan).path).to.equal("services.api");
  });

  it("is none for what no part of the config made", () => {
    const bucket = plan.ofType("aws:s3/bucket:Bucket")[0];
    expect(withPath({ ...finding, urn: bucket?.urn ?? "" }, plan)).not.to.have.property("path");
  });
});
