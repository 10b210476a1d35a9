import { expect } from "chai";
import { limitRangeSpec, quotaSpecs } from "../../../components/namespaces/objects";
import { type KubeObject, Refused } from "../support/api";
import { pod } from "../support/builders";
import type { ControlPlane } from "../support/control-plane";
import { until } from "../support/wait";

const space = "batch";

/** A namespace of the stack with `bestEffort: true`, for one such pod. */
export function bestEffort(plane: () => ControlPlane): void {
  before(async () => {
    const named = (apiVersion: string, kind: string, name: string, spec?: object): KubeObject => ({
      apiVersion,
      kind,
      metadata: { name, namespace: space },
      ...(spec && { spec }),
    });
    const quotas = Object.entries(quotaSpecs({ quota: { pods: "1" }, bestEffort: true }));
    const none = { default: {}, defaultRequest: {} };
    for (const one of [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: space } },
      named("v1", "ServiceAccount", "default"),
      named("v1", "LimitRange", "limits", limitRangeSpec(none)),
      ...quotas.map(([name, spec]) => named("v1", "ResourceQuota", name, spec)),
    ])
      await plane().api.apply(one);
    await until("both quotas are in force", 30, async () => {
      const counted = await plane().api.list("v1", "ResourceQuota", { namespace: space });
      const silent = counted.filter(({ status }) => status?.hard === undefined);
      return counted.length === 2 && !silent.length ? undefined : "no figures yet";
    });
  });

  const asking = (name: string, resources: object) =>
    plane().api.apply(pod({ metadata: { name, namespace: space }, container: { resources } }));
  const refused = async (name: string, resources: object) => {
    const answer: unknown = await asking(name, resources).catch((error: unknown) => error);
    expect(answer).to.be.instanceOf(Refused);
    return (answer as Refused).message;
  };

  it("KP-25: a pod without requests is admitted, and is BestEffort", async () => {
    await asking("first", {});
    const [first] = await plane().api.list("v1", "Pod", { namespace: space });
    expect(first?.status?.qosClass).to.equal("BestEffort");
  });

  it("KP-25: not one more than the quota says", async () => {
    expect(await refused("second", {})).to.contain("exceeded quota: quota,");
  });

  it("KP-N14: nor one with requests", async () => {
    const message = await refused("third", { requests: { cpu: "10m", memory: "16Mi" } });
    expect(message).to.contain("exceeded quota: quota-with-requests");
  });
}
