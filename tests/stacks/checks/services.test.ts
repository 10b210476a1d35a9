import { expect } from "chai";
import { poolSpecs } from "../../../components/node-pools/pool-spec";
import type { PodDemand } from "../../../components/platform-addons/pods";
import { namespacesSettings } from "../../../components/namespaces/settings";
import { checkServiceFit, type FitView } from "../../../stacks/checks/service-fit";
import { checkServiceQuotas, type QuotasView } from "../../../stacks/checks/service-quotas";
import { checkServices, type ServicesView } from "../../../stacks/checks/services";
import { namespaceBounds } from "../../../stacks/namespace-bounds";
import { pathText } from "../../../stacks/problems";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";
import { pool, pools } from "../../components/node-pools/builders";

interface Given {
  services?: Record<string, unknown>;
  namespaces?: Record<string, unknown>;
  gateways?: Record<string, unknown>;
  nodePools?: Record<string, unknown>;
}

/** A config whose services fit everything else: two services, one namespace, one gateway, one pool. */
function config(given: Given = {}, systemDemand: PodDemand[] = []): ServicesView & FitView & QuotasView {
  const zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
  return followed({
    domain: "example.com",
    systemDemand,
    poolSpecs: poolSpecs(pools(given.nodePools ?? { general: pool() }), { zones, prefixDelegation: true }),
    gateways: given.gateways ?? { public: {} },
    namespaces: namespacesSettings(namespaceBounds.production).parse(given.namespaces ?? { production: {} }),
    services: services(
      given.services ?? { api: service(), web: service({ calls: ["api"], routes: [{ host: "www" }] }) },
    ),
  });
}

const quota = (key: string) => pathText(["namespaces", "production", "quota", key]);
const web = (deviation: object) => ({ api: service(), web: service({ ...deviation }) });

/** One deviation, and the one problem that it makes: path, reason, remedy. */
const bad: [claim: string, given: Given, path: string, why: string, set: string][] = [
  [
    "a call to a worker without a port",
    {
      services: {
        web: service({ calls: ["worker"] }),
        worker: service({ port: "none", probes: { liveness: { exec: ["alive"] } } }),
      },
    },
    "services.web.calls[0]",
    "can't be called: services.worker.port is none",
    "services.worker.port, or remove the call",
  ],
  [
    "a service called like the new version of another",
    { services: { api: service({ metrics: {}, rollout: { blueGreen: {} } }), "api-preview": service() } },
    "services.api-preview",
    "has the name that services.api gives to its new version",
    "another name",
  ],
  [
    "a service called like the run before another",
    { services: { api: service({ beforeRollout: { command: ["migrate"] } }), "api-before-rollout": service() } },
    "services.api-before-rollout",
    "has the name that services.api gives to the run before its rollout",
    "another name",
  ],
  [
    "a tier that the namespace does not have",
    { namespaces: { production: { tiers: ["frontend", "backend"] } }, services: web({ tier: "backnd" }) },
    "services.web.tier",
    'names no tier of namespace production; did you mean "backend"?',
    "one of frontend, backend",
  ],
  [
    "two services at one address",
    {
      services: {
        api: service({ routes: [{ host: "www" }] }),
        web: service({ routes: [{ host: "www.example.com" }] }),
      },
    },
    "services.web.routes[0]",
    "is services.api.routes[0] as well",
    "another host or path",
  ],
  [
    "VC-N1: more pods than the quota lets in, with the sum and who makes it",
    {
      namespaces: { production: { quota: { "requests.cpu": "20", "requests.memory": "200Gi", pods: "100" } } },
      services: {
        api: service({ scaling: { max: 10 }, resources: { requests: { cpu: "500m" } } }),
        worker: service({ scaling: { max: 50 }, resources: { requests: { cpu: "1" } }, rollout: { maxSurge: 0 } }),
      },
    },
    quota("requests.cpu"),
    "is less than the 56500m that its services ask for at their most: worker 50 x 1 = 50, api (10 + 3 while rolling) x 500m = 6500m",
    "56500m or more, or smaller scaling.max or resources of services.worker, the largest",
  ],
  [
    "more pods than the quota counts",
    {
      namespaces: { production: { quota: { "requests.cpu": "20", "requests.memory": "40Gi", pods: "10" } } },
      services: { api: service(), web: service({ singleton: true }), other: service({ scaling: { max: 4 } }) },
    },
    quota("pods"),
    "is less than the 14 that its services ask for at their most: api (6 + 2 while rolling), other (4 + 1 while rolling), web 1",
    "14 or more, or smaller scaling.max or resources of services.api, the largest",
  ],
  [
    "a container above the namespace's largest",
    {
      namespaces: { production: { limitRange: { max: { cpu: "16", memory: "1Gi" } } } },
      services: { api: service({ resources: { requests: { memory: "2Gi" } } }) },
    },
    "services.api.resources.limits.memory",
    "is above the 1Gi that the limitRange of namespace production allows",
    "1Gi or less",
  ],
  [
    "a limit above the namespace's largest, though the request is below",
    {
      namespaces: { production: { limitRange: { max: { cpu: "16", memory: "1Gi" } } } },
      services: { api: service({ resources: { requests: { memory: "768Mi" }, limits: { memory: "2Gi" } } }) },
    },
    "services.api.resources.limits.memory",
    "is above the 1Gi that the limitRange of namespace production allows",
    "1Gi or less",
  ],
  [
    "a limit that is too many times its request",
    { services: { api: service({ resources: { requests: { memory: "128Mi" }, limits: { memory: "1Gi" } } }) } },
    "services.api.resources.limits.memory",
    "is more than 4 times the request of 128Mi, the most that the limitRange of namespace production allows",
    "4 times the request or less, or a larger request",
  ],
  [
    "a pod that fits on no node",
    { services: { api: service({ resources: { requests: { cpu: "2" } }, scaling: { max: 3 } }) } },
    "services.api.resources.requests",
    "fits on no node that it can run on, after reservations and beside what runs on every node: general 1930m and 6012Mi",
    "less, or pool: one with larger instance types",
  ],
];

const checkAll = (given: ServicesView & FitView & QuotasView) => [
  ...(checkServices(given).problems ?? []),
  ...(checkServiceQuotas(given).problems ?? []),
  ...(checkServiceFit(given).problems ?? []),
];

describe("services against the rest of the config", () => {
  it("pass when everything they name is there and has room", () => {
    expect(checkAll(config())).to.deep.equal([]);
    expect(checkServices(config()).warnings).to.deep.equal([]);
  });

  for (const [claim, given, path, why, set] of bad) {
    it(`may not ask for ${claim}, at ${path}`, () => {
      const found = checkAll(config(given)).map((problem) => ({
        path: problem.path,
        why: problem.why,
        set: problem.set,
      }));
      expect(found).to.deep.equal([{ path, why, set }]);
    });
  }

  it("may not ask for more than a node has beside what runs on every node", () => {
    const agent = { addon: "falco", namespace: "falco", workload: "DaemonSet/falco", pool: undefined };
    const agents = [{ ...agent, copies: "node" as const, cpuMillis: 100, memoryMiB: 512 }];
    const asking = (cpu: string) =>
      checkServiceFit(config({ services: { api: service({ resources: { requests: { cpu } } }) } }, agents));
    expect(asking("1830m").problems).to.deep.equal([]);
    expect(asking("1831m").problems?.map(({ why }) => why)).to.deep.equal([
      "fits on no node that it can run on, after reservations and beside what runs on every node: general 1830m and 5500Mi",
    ]);
  });

  it("may have the same host on two gateways, or with two paths", () => {
    const routes = (route: object) => service({ routes: [{ host: "www", ...route }] });
    const given = config({
      gateways: { public: {}, office: {} },
      services: {
        a: routes({ gateway: "public" }),
        b: routes({ gateway: "office" }),
        c: routes({ gateway: "public", path: "/c" }),
      },
    });
    expect(checkAll(given)).to.deep.equal([]);
  });

  it("are warned of hosts that zone and certificate do not cover", () => {
    const given = config({ services: web({ routes: [{ host: "www.example.org" }, { host: "a.b.example.com" }] }) });
    expect(checkServices(given).warnings).to.deep.equal([
      "services.web.routes[0].host: www.example.org is not below example.com; its DNS record and a certificate for it are yours to provide.",
      "services.web.routes[1].host: a.b.example.com is two levels below example.com, which a certificate for *.example.com does not cover.",
    ]);
  });
});
