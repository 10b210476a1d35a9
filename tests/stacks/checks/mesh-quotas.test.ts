import { expect } from "chai";
import { namespacesSettings } from "../../../components/namespaces/settings";
import { checkServiceQuotas } from "../../../stacks/checks/service-quotas";
import { namespaceBounds } from "../../../stacks/namespace-bounds";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";

/** Problems of a namespace whose quota is full with three pods of 500m and 512Mi each. */
function problems(mesh: "none" | "istio") {
  const quota = { "requests.cpu": "1500m", "requests.memory": "1536Mi", "limits.memory": "100Gi", pods: "3" };
  const resources = { requests: { cpu: "500m", memory: "512Mi" }, limits: { memory: "512Mi" } };
  const scaling = { min: 3, max: 3 };
  const rollout = { maxSurge: 0, maxUnavailable: 1 };
  const result = checkServiceQuotas(
    followed({
      namespaces: namespacesSettings(namespaceBounds.production).parse({ production: { mesh, quota } }),
      services: services({ api: service({ resources, scaling, rollout }) }),
    }),
  );
  return (result.problems ?? []).map(({ path, set }) => [path, set.split(" ")[0]]);
}

describe("quotas of a namespace of the mesh", () => {
  it("have room for the sidecar of each pod, 100m and 128Mi", () => {
    expect(problems("none")).to.deep.equal([]);
    expect(problems("istio")).to.deep.equal([
      ['namespaces.production.quota["requests.cpu"]', "1800m"],
      ['namespaces.production.quota["requests.memory"]', "1920Mi"],
    ]);
  });
});
