import { expect } from "chai";
import { problemsOf } from "../../../stacks/problems";
import { schema } from "./builders";

/** Path, reason and remedy of everything that is wrong with one namespace. */
function problems(settings: object, name = "app") {
  const input = { [name]: settings };
  const parsed = schema.safeParse(input);
  return parsed.success
    ? []
    : problemsOf(parsed.error, input, schema).map(({ path, why, set }) => ({ path, why, set }));
}

const secretsRule = (verbs: string[], more: object = {}) => ({
  roles: { reader: { rules: [{ resources: ["secrets"], verbs, ...more }] } },
});

describe("namespace settings", () => {
  it("need nothing at all", () => {
    expect(problems({})).to.deep.equal([]);
  });

  const none = { default: {}, defaultRequest: {}, min: {}, max: {}, maxLimitRequestRatio: {} };
  const bad: [string, object, string, string, string][] = [
    [
      "a level below restricted without a reason",
      { podSecurity: "privileged" },
      "app.reason",
      "is missing: podSecurity privileged lets pods of the namespace do what restricted forbids",
      "why it is needed, or podSecurity: restricted",
    ],
    [
      "a quota that leaves out what matters",
      { quota: { "requests.cpu": "10" } },
      "app.quota",
      "does not bound requests.memory, pods",
      "requests.memory, pods as well, or no quota to take the tier's",
    ],
    [
      "KP-N14: requests of pods that have none",
      { bestEffort: true, limitRange: none },
      "app.quota",
      "stands beside bestEffort: true, and of pods without requests only their number is counted",
      "{ pods: <number> }",
    ],
    [
      "KP-N14: requests filled in for pods that have none",
      { bestEffort: true, quota: { pods: 5 }, limitRange: { ...none, defaultRequest: { cpu: "10m" } } },
      "app.limitRange.defaultRequest",
      "is about cpu, and bestEffort: true is for pods that request none",
      "{}",
    ],
    [
      "proxies with requests in pods that have none",
      { bestEffort: true, quota: { pods: 5 }, limitRange: none, mesh: "istio" },
      "app.mesh",
      "gives each pod a proxy with requests, and bestEffort: true refuses pods with any",
      "none",
    ],
    [
      "a quota that is no quantity",
      { quota: { "requests.cpu": "10 cores", "requests.memory": "1Gi", pods: "5" } },
      'app.quota["requests.cpu"]',
      "is not a Kubernetes quantity of zero or more",
      'a quantity such as 500m or "2" (CPU), 512Mi (memory)',
    ],
    [
      "a default limit below the default request",
      { limitRange: { default: { memory: "128Mi" }, defaultRequest: { memory: "256Mi" } } },
      "app.limitRange.default.memory",
      "is below defaultRequest, which is 256Mi",
      "256Mi or more, or a smaller defaultRequest",
    ],
    [
      "defaults that break their own ratio",
      { limitRange: { default: { memory: "2Gi" }, defaultRequest: { memory: "256Mi" } } },
      "app.limitRange.maxLimitRequestRatio.memory",
      "is below the 8 of the defaults (2Gi to 256Mi)",
      "8 or more, or defaults that are closer",
    ],
    [
      "a role without rules",
      { roles: { reader: { groups: ["readers"] } } },
      "app.roles.reader.clusterRole",
      "is missing, and so are rules",
      "rules, or one of view, edit, admin",
    ],
    [
      "KP-N6: a role that lists secrets",
      secretsRule(["get", "list"]),
      "app.roles.reader.rules[0]",
      "allows listing secrets: every secret of the namespace, their contents too",
      "narrower rules, or a reason beside them",
    ],
    [
      "a role that gets any secret",
      secretsRule(["get"]),
      "app.roles.reader.rules[0]",
      "allows getting any secret of the namespace, not only named ones",
      "narrower rules, or a reason beside them",
    ],
    [
      "a role with a star",
      { roles: { all: { rules: [{ resources: ["*"], verbs: ["get"] }] } } },
      "app.roles.all.rules[0]",
      "has a *: it also allows what later versions of Kubernetes and of add-ons bring",
      "narrower rules, or a reason beside them",
    ],
    [
      "a role by which users raise themselves",
      { roles: { raise: { rules: [{ resources: ["roles"], verbs: ["bind"] }] } } },
      "app.roles.raise.rules[0]",
      "allows bind, by which its users give themselves further rights",
      "narrower rules, or a reason beside them",
    ],
    [
      "an allowance to a range and to pods at once",
      { egressTo: { both: { cidr: "192.0.2.0/24", namespace: "other", ports: [443] } } },
      "app.egressTo.both.cidr",
      "stands beside namespace or peers, but the other side is a range or pods",
      "one of them",
    ],
    [
      "an allowance without ports",
      { ingressFrom: { any: { namespace: "other", ports: [] } } },
      "app.ingressFrom.any.ports",
      "is too small: at least 1 entries",
      "1 entries or more",
    ],
  ];
  for (const [what, settings, path, why, set] of bad) {
    it(`refuse ${what}`, () => {
      expect(problems(settings)).to.deep.equal([{ path, why, set }]);
    });
  }

  for (const [what, settings] of [
    ["listing secrets with a reason", { roles: { sync: { ...secretsRule(["list"]).roles.reader, reason: "why" } } }],
    ["getting a named secret", secretsRule(["get"], { resourceNames: ["postgres-secret"] })],
    ["baseline with a reason", { podSecurity: "baseline", reason: "the vendor's image runs as root" }],
    [
      "a quota of zero load balancers",
      { quota: { "requests.cpu": 1, "requests.memory": "1Gi", pods: 1, "services.loadbalancers": 0 } },
    ],
    [
      "quotas of objects, classes and GPUs",
      {
        quota: {
          "requests.cpu": 1,
          "requests.memory": "1Gi",
          pods: 1,
          "count/jobs.batch": 5,
          "gp3.storageclass.storage.k8s.io/requests.storage": "1Ti",
          "requests.nvidia.com/gpu": 1,
        },
      },
    ],
  ] as [string, object][]) {
    it(`take ${what}`, () => {
      expect(problems(settings)).to.deep.equal([]);
    });
  }

  it("refuse a quota key that Kubernetes would silently never count", () => {
    const quota = { "request.cpu": "10", "requests.cpu": "1", "requests.memory": "1Gi", pods: "5" };
    const [problem] = problems({ quota });
    expect(problem?.path).to.equal('app.quota["request.cpu"]');
    expect(problem?.why).to.equal("is no quota that Kubernetes counts");
    expect(problem?.set).to.match(/^one of cpu, memory, requests.cpu/);
  });

  it("refuse the namespaces of Kubernetes itself", () => {
    expect(problems({}, "kube-system")).to.deep.equal([
      {
        path: "kube-system",
        why: "is one of Kubernetes' own namespaces, which start with kube-",
        set: "another name",
      },
    ]);
  });

  it("report all problems of all namespaces at once", () => {
    const input = { one: { podSecurity: "baseline" }, two: { quota: { pods: "1" } } };
    const parsed = schema.safeParse(input);
    const paths = parsed.success ? [] : problemsOf(parsed.error, input, schema).map(({ path }) => path);
    expect(paths).to.deep.equal(["one.reason", "two.quota"]);
  });
});
