import { expect } from "chai";
import { type KubeObject, nameOf } from "../../cluster/support/api";
import { until } from "../../cluster/support/wait";
import type { Cluster } from "../staging.test";
import { update } from "../support/update";

const apiVersion = "argoproj.io/v1alpha1";
const hash = "rollouts-pod-template-hash";

type Json = Record<string, any>;

/** What the real Argo Rollouts makes of a stack's Rollouts, and of what the program changes beside it. */
export function rollouts(there: () => Cluster): void {
  const ours = (kind: string, ...names: string[]) =>
    there().program.objects.filter(({ kind: one, metadata }) => one === kind && names.includes(metadata.name));
  const services = () =>
    ours("Service", "api", "api-canary", "frontend", "frontend-preview", "api-service", "api-service-canary");
  const routes = () =>
    there().program.objects.filter(
      ({ kind, metadata }) => kind === "HTTPRoute" && /^(api|api-service)\./.test(metadata.name),
    );
  const changed = (object: KubeObject, text: string): KubeObject => ({
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata["labels"], "platform/changed": text } },
  });
  const refusals = async (objects: KubeObject[], text: string): Promise<string[]> => {
    const { plane, program } = there();
    const answers = objects.map((object) =>
      update(plane.api, changed(object, text), program.ignored.get(nameOf(object))).then(
        () => [],
        (error: unknown) => [String(error)],
      ),
    );
    return (await Promise.all(answers)).flat();
  };
  const weights = async (route: KubeObject): Promise<Json> => {
    const { spec } = await there().plane.api.get(route);
    const backends = (spec.rules ?? spec.http).flatMap((rule: Json) => rule["backendRefs"] ?? rule["route"]) as Json[];
    return Object.fromEntries(
      backends.map((one) => [one["name"] ?? one["destination"].host.split(".")[0], one["weight"]]),
    );
  };

  it("KP-56, VC-81: brings every Rollout up", async () => {
    const { api } = there().plane;
    await until(
      "Rollouts are healthy",
      120,
      async () => {
        const all = await api.list(apiVersion, "Rollout");
        expect(all).to.have.length(3);
        return all
          .filter(({ status }) => status?.phase !== "Healthy")
          .map(({ metadata, status }) => `${metadata.name}: ${String(status?.phase)} ${String(status?.message ?? "")}`);
      },
      1,
    );
  });

  it("KP-56: narrows the selectors of both Services of a Rollout, which are then its own", async () => {
    const { api } = there().plane;
    await until("selectors have a hash", 30, async () => {
      const all = await Promise.all(services().map((one) => api.get(one)));
      expect(all).to.have.length(6);
      return all.filter(({ spec }) => spec.selector[hash] === undefined).map(nameOf);
    });
  });

  it("KP-56: a change of the program's beside it has no conflict, and leaves the selectors alone", async () => {
    const { api } = there().plane;
    expect(
      await refusals([...services(), ...routes(), ...ours("Rollout", "api", "frontend", "api-service")], "once"),
    ).to.deep.equal([]);
    const after = await Promise.all(services().map((one) => api.get(one)));
    expect(after.filter(({ spec }) => spec.selector[hash] === undefined).map(nameOf)).to.deep.equal([]);
    expect(after.map(({ metadata }) => metadata["labels"]["platform/changed"] as string)).to.deep.equal(
      after.map(() => "once"),
    );
  });

  it("KP-57: a new version has its first share of the requests, on the gateway's route and in the mesh", async () => {
    const { plane, program } = there();
    for (const rollout of ours("Rollout", "api", "api-service")) {
      const next = structuredClone(rollout);
      next.spec.template.spec.containers[0].image = `${String(next.spec.template.spec.containers[0].image).split(":")[0]}:2.0.0`;
      await update(plane.api, next, program.ignored.get(nameOf(rollout)));
    }
    await until(
      "weights have moved",
      90,
      async () => {
        const all = await Promise.all([...routes(), ...ours("VirtualService", "api-service")].map(weights));
        return all
          .filter((one) => Object.values(one).every((weight) => weight === 100 || weight === 0))
          .map((one) => JSON.stringify(one));
      },
      1,
    );
  });

  it("KP-56: while a canary is out, a change of its routes has no conflict either", async () => {
    const objects = [...services(), ...routes(), ...ours("VirtualService", "api-service")];
    expect(await refusals(objects, "twice")).to.deep.equal([]);
  });

  it("says nothing at level error", () => {
    expect(there().running.get("argo-rollouts")?.errors()).to.deep.equal([]);
  });
}
