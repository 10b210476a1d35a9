import { expect } from "chai";
import { problems, schema, service } from "./builders";

/** One deviation, and the one problem that it makes: path, reason, remedy. */
const bad: [claim: string, deviation: Record<string, unknown>, path: string, why: string, set: string][] = [
  [
    "an image without tag and digest",
    { image: { repository: "api" } },
    "api.image.tag",
    "is missing, and so is digest",
    'a version in quotes, such as "1.4.2"',
  ],
  [
    "KP-N11: the tag latest",
    { image: { repository: "api", tag: "latest" } },
    "api.image.tag",
    "means another image tomorrow, so that no rollout and no rollback is defined",
    "a version, or digest",
  ],
  [
    "a tag inside the repository",
    { image: { repository: "api:1.0.0", tag: "1.0.0" } },
    "api.image.repository",
    "is not the repository of an image; tag and digest are keys of their own",
    "a repository such as api, team/api or registry.example.com/team/api",
  ],
  [
    "fewer pods at most than at least",
    { scaling: { min: 5, max: 2 } },
    "api.scaling.min",
    "is above max, which is 2",
    "2 or less, or a larger max",
  ],
  [
    "a speed without a number",
    { scaling: { scaleUp: { periodSeconds: 30 } } },
    "api.scaling.scaleUp.pods",
    "is missing, and so is percent",
    "pods: 1, or percent: 50",
  ],
  [
    "TB-N2: a metric of an HPA beside a queue of KEDA",
    { scaling: { metrics: [{ name: "sessions", perPod: 100 }], queues: [{ queue: "jobs" }] } },
    "api.scaling.metrics",
    "is read by an HPA beside KEDA (scaling.queues): two on one service undo each other's work",
    "drop scaling.metrics, which scaling.queries can say as a Prometheus query, or drop scaling.queues",
  ],
  [
    "TB-N2: an HPA by name beside queries and hours of KEDA",
    {
      scaling: {
        with: "hpa",
        queries: [{ query: "sum(rate(jobs_total[5m]))", perPod: 10 }],
        schedules: [{ start: "0 7 * * 1-5", end: "0 19 * * 1-5", pods: 4 }],
      },
    },
    "api.scaling.with",
    "is hpa, and scaling.queries and scaling.schedules can be read by KEDA only: a service has one or the other",
    "keda, or drop scaling.queries and scaling.schedules",
  ],
  [
    "a queue that scales a fixed number of pods",
    { scaling: { min: 2, max: 2, queues: [{ queue: "jobs" }] } },
    "api.scaling.max",
    "is min as well, a fixed number of pods, and scaling.queues would change it",
    "more than 2, or drop scaling.queues",
  ],
  [
    "what is no cron expression",
    { scaling: { schedules: [{ start: "7am", end: "0 19 * * *", pods: 3 }] } },
    "api.scaling.schedules[0].start",
    "is not a cron expression of five fields",
    'minute, hour, day, month and weekday, such as "0 2 * * *"',
  ],
  [
    "a time zone that there is not",
    { scaling: { schedules: [{ start: "0 7 * * *", end: "0 19 * * *", timezone: "Berlin", pods: 3 }] } },
    "api.scaling.schedules[0].timezone",
    "is not a time zone",
    "a name such as Etc/UTC or America/New_York",
  ],
  [
    "hours with more pods than there may be",
    { scaling: { max: 4, schedules: [{ start: "0 7 * * *", end: "0 19 * * *", pods: 5 }] } },
    "api.scaling.schedules[0].pods",
    "is above max, which is 4",
    "4 or less, or a larger max",
  ],
  [
    "scaling of a singleton",
    { singleton: true, scaling: { min: 1, max: 2 } },
    "api.scaling",
    "stands beside singleton: true, which is one pod",
    "remove it, or singleton: false",
  ],
  [
    "requests above limits",
    { resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } },
    "api.resources.requests.cpu",
    "asks for 2, which is above the limit of 1",
    "1 or less, or a larger limit",
  ],
  [
    "what is no quantity",
    { resources: { requests: { memory: "1 GB" } } },
    "api.resources.requests.memory",
    "is not a Kubernetes quantity above zero",
    'a quantity such as 500m or "2" (CPU), 512Mi (memory)',
  ],
  [
    "scratch volumes above the limit of local storage",
    { scratch: [{ path: "/work", size: "2Gi" }], resources: { limits: { "ephemeral-storage": "1Gi" } } },
    "api.resources.limits.ephemeral-storage",
    "is 1Gi; the scratch volumes alone may hold 2176Mi, and logs come on top",
    "more than 2176Mi, or smaller scratch volumes",
  ],
  [
    "scratch in memory above the memory limit",
    { scratch: [{ path: "/cache", size: "256Mi", medium: "memory" }] },
    "api.scratch",
    "may hold 256Mi in memory, and the container's limit is 256Mi",
    "a smaller size, or a larger resources.limits.memory",
  ],
  [
    "a directory twice",
    { scratch: [{ path: "/work" }, { path: "/work" }] },
    "api.scratch",
    "has /work twice",
    "each directory once, and names that differ in letters or digits",
  ],
  [
    "VC-N3: a budget that would hold every pod",
    { scaling: { min: 2, max: 50 }, disruption: { minAvailable: 2 } },
    "api.disruption.minAvailable",
    "would let no pod go while there are 2, so that no node could be drained",
    "1 or less, or a larger scaling.min",
  ],
  [
    "MP-N4: a budget of the only pod",
    { scaling: { min: 1, max: 10 }, disruption: { minAvailable: 1 } },
    "api.disruption.minAvailable",
    "would let no pod go while there are 1, so that no node could be drained",
    "a larger scaling.min, or remove it",
  ],
  [
    "a budget of a singleton, which can have none",
    { singleton: true, disruption: { minAvailable: 1 } },
    "api.disruption.minAvailable",
    "would let no pod go while there are 1, so that no node could be drained",
    "a larger scaling.min, or remove it",
  ],
  [
    "TB-N3: a budget with both fields",
    { disruption: { minAvailable: "50%", maxUnavailable: 1 } },
    "api.disruption.minAvailable",
    "stands beside maxUnavailable, and Kubernetes takes one only",
    "one of them",
  ],
  [
    "a rollout that can replace nothing",
    { rollout: { maxSurge: 0, maxUnavailable: "0%" } },
    "api.rollout.maxSurge",
    "and maxUnavailable are both 0, so that no pod could ever be replaced",
    "one of them to 1 or 25%",
  ],
  [
    "two ways for one version",
    { metrics: {}, rollout: { canary: {}, blueGreen: {} } },
    "api.rollout.blueGreen",
    "stands beside canary: a version goes out one way",
    "one of them",
  ],
  [
    "TB-95: a canary that nothing can judge",
    { rollout: { canary: {} } },
    "api.rollout.canary.analysis",
    "judges the new version by its metrics, and the service has none",
    "metrics, with their port and path, or analysis: { none: { reason: <why> } }",
  ],
  [
    "a canary of one pod that must be alone",
    { metrics: {}, singleton: true, rollout: { canary: {} } },
    "api.rollout.canary",
    "runs two versions at a time, and singleton: true allows one pod",
    "singleton: false, or drop rollout.canary",
  ],
  [
    "shares that don't rise",
    { metrics: {}, rollout: { canary: { steps: [{ weight: 20 }, { weight: 10 }] } } },
    "api.rollout.canary.steps[1].weight",
    "is not above the 20 before it",
    "rising weights",
  ],
  [
    "a switch of requests that there are not",
    {
      port: "none",
      metrics: { port: 9090 },
      probes: { liveness: { exec: ["alive"] } },
      rollout: { blueGreen: {} },
    },
    "api.rollout.blueGreen",
    "moves requests from one version to another, and port is none",
    "port to the one that requests go to, or a canary",
  ],
  [
    "liveness that is less patient than readiness",
    { probes: { liveness: { periodSeconds: 5 } } },
    "api.probes.liveness.failureThreshold",
    "restarts after 15 s, but readiness takes 15 s to relieve the container",
    "4 or more, or fewer failures in readiness",
  ],
  [
    "a probe that asks two things",
    { probes: { readiness: { path: "/ready", tcp: true } } },
    "api.probes.readiness.tcp",
    "stands beside path: a probe asks one thing",
    "one of them",
  ],
  [
    "an answer that is due after the next check",
    { probes: { readiness: { timeoutSeconds: 8 } } },
    "api.probes.readiness.timeoutSeconds",
    "is above periodSeconds, which is 5: the next check waits for this one",
    "5 or less",
  ],
  [
    "a worker without a port and without a check",
    { port: "none" },
    "api.probes.liveness",
    "says nothing that can be asked, and port is none",
    "exec: [<command>], or the port and path of a health check",
  ],
  [
    "routes to no port",
    { port: "none", probes: { liveness: { exec: ["alive"] } }, routes: [{ host: "api" }] },
    "api.routes",
    "needs a port that requests can go to, and port is none",
    "port to the one that the container listens on",
  ],
  [
    "a port below 1024 without leave",
    { port: 80 },
    "api.port",
    "is below 1024, where a process that is not root may not listen",
    "a port from 1024 on, or security.bindLowPorts: true",
  ],
  [
    "a host in capitals",
    { routes: [{ host: "API" }] },
    "api.routes[0].host",
    "is not a host name in lower case",
    "a name below the stack's domain such as api, or a whole one such as api.example.com",
  ],
  [
    "an AWS permission for everything",
    { aws: { policy: [{ actions: ["*"], resources: ["*"] }] } },
    "api.aws.policy[0].actions[0]",
    "is not an action of one AWS service",
    "an action such as s3:GetObject",
  ],
  [
    "objectives that nothing measures",
    { slo: { availability: 99.9 } },
    "api.slo",
    "has objectives that nothing measures: the service has no metrics",
    "metrics, with the port and path of the service's metrics",
  ],
  [
    "an slo without an objective",
    { metrics: {}, slo: {} },
    "api.slo.availability",
    "names no objective",
    "availability: 99.9, latency: { p99: 200ms }, or remove slo",
  ],
  [
    "a slower 95 % than 99 %",
    { metrics: {}, slo: { latency: { p95: "1s", p99: "200ms" } } },
    "api.slo.latency.p95",
    "is above p99, which is 200ms: of 99 % that are faster, 95 % are too",
    "200ms or less",
  ],
  [
    "a latency without a unit",
    { metrics: {}, slo: { latency: { p99: "200" } } },
    "api.slo.latency.p99",
    "is not a duration in ms, s",
    "a whole number and its unit, such as 200ms",
  ],
  [
    "a variable in two places",
    { env: { MODE: "a" }, config: { env: { MODE: "b" } } },
    "api.config.env.MODE",
    "is under env as well, and the container has each variable once",
    "it in one of the two",
  ],
];

describe("service settings", () => {
  for (const [claim, deviation, path, why, set] of bad) {
    it(`refuse ${claim}, at ${path}`, () => {
      const found = problems(deviation).map((problem) => ({ path: problem.path, why: problem.why, set: problem.set }));
      expect(found).to.deep.equal([{ path, why, set }]);
    });
  }

  it("refuse an unknown destination and list those that there are", () => {
    const found = problems({ egress: ["mysql"] });
    expect(found.map(({ path }) => path)).to.deep.equal(["api.egress[0]"]);
    expect(found[0]?.set).to.contain("one of https, postgres, redis, smtp, or { cidr, port }");
  });

  it("refuse an unknown key and name the nearest", () => {
    const [problem] = problems({ replicas: 3, scalling: {} }).filter(({ path }) => path === "api.scalling");
    expect(problem?.why).to.equal('unknown key "scalling"; did you mean "scaling"?');
  });

  it("refuse a name that no Service could have", () => {
    expect(schema.safeParse({ Api_1: service() }).success).to.equal(false);
  });
});
