import { expect } from "chai";
import { queuesSettings } from "../../../components/queues/settings";
import { checkServiceAddons } from "../../../stacks/checks/service-addons";
import { withQueueRights, withQueueUrls } from "../../../stacks/resolve/service-queues";
import { platformContext } from "../../support/builders";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";
import { addonsOf } from "../../components/platform-addons/builders";

const queues = { queues: [{ queue: "jobs" }] };

/** Problems of one service, by path and remedy, in a stack with these add-ons. */
function found(deviation: object, addons: object, observability: object | undefined = {}) {
  const view = {
    addons: addons as Record<string, unknown>,
    observability,
    services: services({ api: service({ ...deviation }) }),
  };
  return (checkServiceAddons(view).problems ?? []).map(({ path, set }) => [path, set]);
}

describe("services against the add-ons that act on their objects", () => {
  it("SS-N7: an autoscaler needs metrics-server, a fixed number of pods does not", () => {
    expect(found({ scaling: { min: 2, max: 4 } }, {})).to.deep.equal([
      ["services.api.scaling", "addons: { metrics-server: {} }, or min and max the same"],
    ]);
    expect(found({ scaling: { min: 2, max: 2 } }, {})).to.deep.equal([]);
    expect(found({ scaling: { min: 2, max: 4 } }, { "metrics-server": {} })).to.deep.equal([]);
  });

  it("TB-39: queues, queries and hours need KEDA", () => {
    expect(found({ scaling: queues }, { "metrics-server": {} })).to.deep.equal([
      ["services.api.scaling", "addons: { keda: {} }, or drop them (`queues: []`)"],
    ]);
    expect(found({ scaling: queues }, { "metrics-server": {}, keda: {} })).to.deep.equal([]);
  });

  it("TB-38: a query needs a Prometheus", () => {
    const scaling = { queries: [{ query: "sum(up)", perPod: 1 }] };
    const view = { addons: { keda: {} }, services: services({ api: service({ scaling }) }) };
    expect(checkServiceAddons(view).problems?.map(({ path }) => path)).to.deep.equal(["services.api.scaling.queries"]);
    expect(found({ scaling }, { keda: {} })).to.deep.equal([]);
  });

  it("KP-30: a recommendation needs what makes it", () => {
    expect(found({ recommend: {}, scaling: { min: 2, max: 2 } }, {})).to.deep.equal([
      ["services.api.recommend", "addons: { vertical-pod-autoscaler: {} }, or remove the line"],
    ]);
  });

  it("MP-N3: an HPA on a metric that nothing serves is pointed out", () => {
    const view = {
      addons: { "metrics-server": {} },
      services: services({ api: service({ scaling: { metrics: [{ name: "sessions", perPod: 10 }] } }) }),
    };
    expect(checkServiceAddons(view).warnings?.[0]).to.contain("an adapter that this platform does not install");
  });

  it("KP-56: a canary or blue-green rollout needs Argo Rollouts, and its analysis a Prometheus", () => {
    const rollout = { metrics: {}, scaling: { min: 2, max: 2 }, rollout: { canary: {} } };
    expect(found(rollout, {})).to.deep.equal([
      ["services.api.rollout.canary", "addons: { argo-rollouts: {} }, or drop it for a rolling update"],
    ]);
    const view = { addons: { "argo-rollouts": {} }, services: services({ api: service(rollout) }) };
    expect(checkServiceAddons(view).problems?.map(({ path }) => path)).to.deep.equal([
      "services.api.rollout.canary.analysis",
    ]);
    expect(found(rollout, { "argo-rollouts": {} })).to.deep.equal([]);
  });

  it("VC-50: KEDA may ask for the length of the queues that scale services, and of no other", () => {
    const named = "arn:aws:sqs:us-east-1:123456789012:named";
    const view = followed({
      queues: {},
      addons: addonsOf({ keda: { queueArns: [named] } }),
      services: services({ api: service({ scaling: queues }), web: service({ scaling: queues }), other: service() }),
    });
    expect(withQueueRights(view, platformContext()).addons.keda?.queueArns).to.deep.equal([
      named,
      "arn:aws:sqs:us-east-1:123456789012:jobs",
    ]);
    expect(withQueueRights({ ...view, addons: addonsOf({}) }, platformContext()).addons.keda).to.equal(undefined);
  });

  it("VC-50: a trigger names a queue of the stack as consumes does, and gets its URL", () => {
    const view = followed({
      addons: addonsOf({}),
      queues: queuesSettings().parse({ jobs: {} }),
      services: services({ api: service({ scaling: queues }) }),
    });
    expect(
      withQueueUrls(view, platformContext()).services["api"]?.scaling.queues.map(({ queue }) => queue),
    ).to.deep.equal(["https://sqs.us-east-1.amazonaws.com/123456789012/acme-jobs"]);
  });
});
