import { expect } from "./support/mutations";
import { kube, Platform } from "./support/platform";

describe("the video creator platform: staging", function () {
  this.timeout(180_000);
  const ask = new Platform("video-creator", "staging");

  ask.met("VC-22 tests ahead of production are in namespace staging", () => {
    expect(ask.of(kube.namespace, "namespaces-staging")["metadata"].name).to.equal("staging");
    expect(ask.of(kube.rollout, "api-service")["metadata"].namespace).to.equal("staging");
  });
  ask.met("VC-23 its quota: 10 CPU, 20 GB and 50 pods, read as requests", () => {
    const { hard } = ask.spec("kubernetes:core/v1:ResourceQuota", "namespaces-staging-quota");
    expect(hard).to.include({ "requests.cpu": "10", "requests.memory": "20Gi", pods: "50" });
  });
});
