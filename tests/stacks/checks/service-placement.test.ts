import { expect } from "chai";
import { namespacesSettings } from "../../../components/namespaces/settings";
import { checkServicePlacement } from "../../../stacks/checks/service-placement";
import { namespaceBounds } from "../../../stacks/namespace-bounds";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";

const parsed = (namespaces: object) => namespacesSettings(namespaceBounds.production).parse(namespaces);

const bare = {
  bestEffort: true,
  quota: { pods: "10" },
  limitRange: { default: {}, defaultRequest: {}, min: {}, max: {}, maxLimitRequestRatio: {} },
};

/** Problems of these services, by path and reason. */
function found(given: Record<string, object>, namespaces = parsed({ production: {} })) {
  const all = Object.fromEntries(Object.entries(given).map(([name, one]) => [name, service({ ...one })]));
  const { problems } = checkServicePlacement(
    followed({
      namespaces,
      storageClasses: { gp3: { type: "gp3" }, efs: { type: "efs" } },
      services: services(all),
    }),
  );
  return (problems ?? []).map(({ path, why }) => [path, why]);
}

describe("where services are placed, against what the stack has", () => {
  it("KP-25, KP-N14: best effort is for a namespace without a quota of CPU or memory, and without defaults", () => {
    const api = { qos: { bestEffort: { reason: "a batch that may wait", until: "2027-06-30" } } };
    expect(found({ api }, parsed({ production: bare }))).to.deep.equal([]);
    expect(found({ api })).to.deep.equal([
      [
        "services.api.qos.bestEffort",
        "is a pod without requests, which the quota of namespace production refuses (requests.cpu, requests.memory, limits.memory)",
      ],
      [
        "services.api.qos.bestEffort",
        "would not be one: the limitRange of namespace production gives what has no requests some",
      ],
    ]);
    expect(found({ api: {} }, parsed({ production: bare }))).to.deep.equal([
      [
        "services.api.qos",
        "is a pod with requests, and namespace production admits pods without alone (bestEffort: true)",
      ],
    ]);
  });

  it("VC-19: a shared volume is on a shared file system, of the same namespace, and has an owner", () => {
    const videos = (one: object) => ({ volumes: { videos: { path: "/v", ...one } } });
    expect(found({ api: videos({}), worker: videos({ from: "api" }) })).to.deep.equal([]);
    expect(found({ api: videos({ storageClass: "gp3" }) })).to.deep.equal([
      ["services.api.volumes.videos.storageClass", "is a disk of one node, and the pods are on several"],
    ]);
    expect(found({ api: {}, worker: videos({ from: "api" }) })).to.deep.equal([
      ["services.worker.volumes.videos.from", "has no volume videos of its own"],
    ]);
    const apart = {
      api: { ...videos({}), namespace: "production" },
      worker: { ...videos({ from: "api" }), namespace: "other" },
    };
    expect(found(apart, parsed({ production: {}, other: {} }))).to.deep.equal([
      ["services.worker.volumes.videos.from", "is in another namespace, and a volume is of one"],
    ]);
  });
});
