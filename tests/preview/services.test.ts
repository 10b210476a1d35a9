import { expect } from "chai";
import type { Plan } from "../../preview/plan";
import { serviceLines } from "../../preview/text/services";
import { Style } from "../../preview/text/style";
import { kube, view } from "./support/resources";

const pod = {
  containers: [{ env: [{ name: "DB", valueFrom: { secretKeyRef: { name: "database", key: "url" } } }] }],
  volumes: [{ name: "keys", csi: { volumeAttributes: { secretProviderClass: "api-keys" } } }],
};

function lines(config: object, ...resources: Parameters<typeof view>): string[] {
  const style = new Style({ verbose: false, colour: false, width: 160 });
  return serviceLines({ view: view(...resources), config } as unknown as Plan, style).map((line) =>
    line.replace(/ {2,}/g, " | "),
  );
}

describe("the table of services", () => {
  it("says on one line what a service got: pods, scaler, rollout, secrets and objectives", () => {
    const steps = [{ setWeight: 10 }, { pause: {} }, { setWeight: 50 }];
    const rollout = kube("argoproj.io/v1alpha1:Rollout", "api", {
      spec: { strategy: { canary: { steps } }, template: { spec: pod } },
    });
    const scaler = kube("keda.sh/v1alpha1:ScaledObject", "api", {
      spec: { scaleTargetRef: { kind: "Rollout", name: "api" }, minReplicaCount: 3, maxReplicaCount: 10 },
    });
    const config = { services: { api: { calls: ["web"], slo: { availability: 99.9, latency: { p99: "200ms" } } } } };
    expect(lines(config, rollout, scaler)[2]).to.equal(
      " | api | shop | 3..10 KEDA | -/- | -/- | canary 10% 50% | web | api-keys database | 99.9%, p99 200ms",
    );
  });

  it("tells kinds apart", () => {
    const spec = (strategy: object) => ({ spec: { strategy, template: { spec: {} } } });
    const shown = lines(
      {},
      kube("apps/v1:Deployment", "a", spec({ type: "RollingUpdate" })),
      kube("apps/v1:Deployment", "b", spec({ type: "Recreate" })),
      kube("argoproj.io/v1alpha1:Rollout", "c", spec({ blueGreen: {} })),
      kube("batch/v1:CronJob", "d", { spec: { schedule: "0 2 * * *", jobTemplate: {} } }),
    );
    expect(shown.slice(2, 6).map((line) => line.split(" | ").at(-1))).to.deep.equal([
      "rolling",
      "recreate",
      "blue-green",
      "-/-",
    ]);
    expect(shown[5]).to.contain("0 2 * * *");
  });
});
