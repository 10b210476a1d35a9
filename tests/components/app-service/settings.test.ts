import { expect } from "chai";
import { problems, schema, service } from "./builders";
import { type Bad, refused } from "./refused";

const bad: Bad[] = [
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
  refused(bad);

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
