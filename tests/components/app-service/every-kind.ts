import type { GatewayRef } from "../../../components/shared/refs";
import { albGateway, service } from "./builders";

const queues = [{ queue: "jobs" }];
const queries = [{ query: "sum(up)", perPod: 2 }];
const schedules = [{ start: "0 7 * * *", end: "0 19 * * *", pods: 4 }];

/** Services that between them have every custom kind, in every form. */
export const everyKind = {
  canary: service({ metrics: {}, routes: [{ host: "a" }], rollout: { canary: {} } }),
  manual: service({
    metrics: {},
    rollout: { canary: { steps: [{ weight: 10, pause: "manual" }] } },
    scaling: { queues },
  }),
  green: service({ metrics: {}, routes: [{ host: "b" }], rollout: { blueGreen: {} }, scaling: { min: 3, max: 3 } }),
  keda: service({ scaling: { cpu: 70, memory: 80, queues, queries, schedules }, metrics: { port: 9090 } }),
  plain: service({ metrics: {}, routes: [{ host: "c" }], recommend: {} }),
  secured: service({ metrics: {}, tls: {}, rollout: { canary: {} } }),
};

/** A gateway of Envoy Gateway. */
export const envoyGateway: GatewayRef = { ...albGateway, kind: "envoy", targetsPodIps: false };

const oidc = { type: "oidc", issuer: "https://login.example.com", clientId: "admin", secretName: "login" };
const allowFrom = ["203.0.113.0/24"];
const metrics = { port: 9090 };

/** Services whose routes ask everything that a gateway of Envoy Gateway can do. */
export const everyRoute = {
  app: service({
    routes: [
      { host: "app", timeoutSeconds: 300, retries: {}, rateLimit: { requestsPerSecond: 10 } },
      { host: "app", path: "/admin", allowFrom, login: oidc },
      { host: "www", redirectTo: "app" },
    ],
    tls: {},
  }),
};

/** Services of the mesh that between them have all of its kinds, in every form. */
export const everyMeshed = {
  web: service({ calls: ["api", "media"], routes: [{ host: "web", allowFrom, timeoutSeconds: 30 }] }),
  api: service({
    metrics,
    calls: ["media"],
    mesh: { methods: { web: ["GET", "POST"] }, connections: { max: 100 }, circuitBreaker: { ejectionSeconds: 60 } },
    routes: [{ host: "api" }],
    rollout: { canary: {} },
  }),
  media: service({
    mesh: {
      timeoutSeconds: 300,
      retries: { perTrySeconds: 0.5 },
      split: { service: "media-v2", weight: 10, header: { name: "canary", value: "true" } },
    },
  }),
  "media-v2": service({ mesh: { retries: { attempts: 0 } } }),
};
