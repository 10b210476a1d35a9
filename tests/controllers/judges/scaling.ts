import { expect } from "chai";
import { until } from "../../cluster/support/wait";
import type { Cluster } from "../staging.test";
import { update } from "../support/update";

/** What the real KEDA makes of a stack's ScaledObjects. */
export function scaling(there: () => Cluster): void {
  it("VC-50, MP-N3: makes an autoscaler of each ScaledObject, after it has asked the queue how long it is", async () => {
    const { aws, plane } = there();
    const objects = await plane.api.list("keda.sh/v1alpha1", "ScaledObject");
    expect(objects).to.not.deep.equal([]);
    await until("ScaledObjects are ready", 60, async () => {
      const now = await plane.api.list("keda.sh/v1alpha1", "ScaledObject");
      return now.flatMap(({ metadata, status }) => {
        const ready = status?.conditions?.find(({ type }: { type: string }) => type === "Ready");
        return ready?.status === "True" ? [] : [`${metadata.name}: ${String(ready?.message ?? "not seen")}`];
      });
    });
    const autoscalers = await plane.api.list("autoscaling/v2", "HorizontalPodAutoscaler");
    const made = autoscalers.flatMap(({ metadata }) =>
      ((metadata["ownerReferences"] ?? []) as { kind: string; name: string }[]).filter(
        ({ kind }) => kind === "ScaledObject",
      ),
    );
    expect(made.map(({ name }) => name).sort()).to.deep.equal(objects.map(({ metadata }) => metadata.name).sort());
    expect(aws.calls).to.include("AmazonSQS.GetQueueAttributes");
  });

  it("VC-50: a change of the program's has no conflict with it", async () => {
    const { plane, program } = there();
    for (const object of program.objects.filter(({ kind }) => kind === "ScaledObject")) {
      const labels = { ...object.metadata["labels"], "platform/changed": "once" };
      await update(plane.api, { ...object, metadata: { ...object.metadata, labels } });
    }
  });

  it("says nothing at level error", () => {
    expect(there().running.get("keda")?.errors()).to.deep.equal([]);
  });
}
