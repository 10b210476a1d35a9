import { expect } from "chai";
import { says } from "./support/stack";
import { pod } from "./support/workloads";

describe("an amount of memory", () => {
  it("is of bytes: 512m is half of one", async () => {
    const of = (memory: unknown) => says("memory-limit", [pod({ "containers.0.resources.limits.memory": memory })]);
    expect(await of("512Mi")).to.deep.equal([]);
    expect(await of("512m")).to.have.length(1);
  });
});
