import { type Bad, refused } from "./refused";

const bad: Bad[] = [
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
    "fixed shares of the mesh beside those of a canary",
    { metrics: {}, rollout: { canary: {} }, mesh: { split: { service: "api-v2", weight: 10 } } },
    "api.rollout.canary",
    "moves the shares of the requests, and mesh.split says fixed ones",
    "one of them",
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
];

describe("service settings on numbers of pods and their versions", () => {
  refused(bad);
});
