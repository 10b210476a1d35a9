import { expect } from "chai";
import fc from "fast-check";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { display } from "../../../preview/display";
import type { Recorded } from "../../support/record";
import { addonFacts, selection, surroundings } from "../platform-addons/builders";
import { authorizes } from "./authorization-evaluator";
import { builtAll, istioGateway, kind, service } from "./builders";
import { admits, type Object as KubeObject, podOf } from "./evaluator";

const names = ["api", "api-v2", "web", "worker"];
const methods = ["GET", "POST"];
const ports = [8000, 8080, 9090];

const anyService = fc.record({
  port: fc.constantFrom<number | "none">(8000, 8080, "none"),
  namespace: fc.constantFrom("production", "backend"),
  calls: fc.subarray(names),
  routed: fc.boolean(),
  limited: fc.dictionary(fc.constantFrom(...names), fc.subarray(methods, { minLength: 1 }), { maxKeys: 2 }),
  metrics: fc.constantFrom(undefined, { port: 9090 }),
  run: fc.constantFrom({}, { beforeRollout: { command: ["migrate"] } }),
  way: fc.constantFrom({}, { canary: {} }, { blueGreen: {} }),
});

type Given = Record<string, Record<string, any>>;

/** Some of the services, each calling only services that are there and can be called. */
const anyServices = fc
  .record(Object.fromEntries(names.map((name) => [name, anyService])), { requiredKeys: [] })
  .map((given): Given => {
    const there = given as Given;
    const callable = (name: string) => there[name] !== undefined && there[name].port !== "none";
    return Object.fromEntries(
      Object.entries(there).map(([name, { port, namespace, calls, routed, limited, metrics, run, way }]) => [
        name,
        service({
          ...run,
          rollout: metrics && port !== "none" ? way : {},
          port,
          namespace,
          calls: (calls as string[]).filter(callable),
          mesh: { methods: limited },
          ...(metrics ? { metrics } : {}),
          ...(port === "none"
            ? { probes: { liveness: { exec: ["alive"] } } }
            : { routes: routed ? [{ host: name }] : [] }),
        }),
      ]),
    );
  });

/** Policies of the whole mesh, as istiod's add-on makes them for the two namespaces. */
function meshPolicies(): KubeObject[] {
  const facts = addonFacts({ meshNamespaces: ["backend", "production"] });
  const all = { istiod: {}, "istio-base": {}, "istio-cni": {}, "gateway-api-crds": {} };
  return resolveAddons(selection(all), { ...surroundings(), facts })
    .flatMap(({ objects }) => objects)
    .filter((object) => object.kind === "AuthorizationPolicy")
    .map(({ metadata, body }) => ({ metadata, spec: body.spec as Record<string, any> }));
}

const all = (program: Recorded, type: string) =>
  program.ofType(type).map(({ inputs }) => display(inputs) as KubeObject);

describe("any services of the mesh", () => {
  const deny = meshPolicies();

  it("MP-46, MP-47, MP-48, MP-49: are authorized for exactly the declared calls, as their network policies are", async () => {
    await fc.assert(
      fc.asyncProperty(anyServices, async (given) => {
        const program = await builtAll(given, { mesh: "istio" }, { mesh: istioGateway });
        const policies = [...deny, ...all(program, kind.authorization)];
        const networkPolicies = all(program, kind.networkPolicy);
        const pods = [...all(program, kind.deployment), ...all(program, kind.rollout)].map(podOf);
        // What runs before a rollout calls as its service, and nobody calls it.
        const runs = all(program, kind.job).map((job) => {
          const owner = job.spec.template.spec.serviceAccountName as string;
          return { ...podOf(job), name: owner, serviceAccount: owner };
        });
        const gateway = {
          name: "mesh",
          namespace: "gateways",
          serviceAccount: "mesh-istio",
          labels: { "gateway.networking.k8s.io/gateway-name": "mesh" },
        };
        const callers = [...pods.map((pod) => ({ ...pod, serviceAccount: pod.name })), ...runs, gateway];
        for (const from of callers) {
          for (const to of pods) {
            const target = given[to.name] ?? {};
            const called = from === gateway ? target.routes?.length > 0 : given[from.name]?.calls.includes(to.name);
            for (const port of ports) {
              const declared = called && target.port === port;
              const claim = `${from.name} to ${to.name}:${port.toString()}`;
              expect(admits(networkPolicies, from, to, port), `network: ${claim}`).to.equal(
                // A gateway has network policies of its own, which are not here.
                declared,
              );
              for (const method of methods) {
                const allowed = (from === gateway ? undefined : target.mesh?.methods[from.name]) as
                  string[] | undefined;
                const admitted = declared && (allowed?.includes(method) ?? true);
                const request = { from, port, method };
                expect(authorizes(policies, to, request), `mesh: ${method} ${claim}`).to.equal(admitted);
              }
            }
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("MP-46: without a policy of its own nobody may call a service, and outside the mesh it would be open", () => {
    const pod = { name: "api", namespace: "production", labels: {} };
    const request = { from: { namespace: "production", serviceAccount: "web" }, port: 8000, method: "GET" };
    expect(authorizes(deny, pod, request)).to.equal(false);
    expect(authorizes([], pod, request)).to.equal(true);
  });
});
