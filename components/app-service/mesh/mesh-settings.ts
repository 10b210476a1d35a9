import { z } from "zod";
import { report } from "../../shared/problem";
import { refersTo } from "../../shared/reference";

/** Name of another service of the stack. */
const serviceRef = refersTo("service", z.string().min(1));

/** RFC 9110, section 9, and PATCH (RFC 5789). */
const method = z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const seconds = (most: number) => z.int().min(1).max(most);

const retries = z
  .strictObject({
    attempts: z
      .int()
      .min(0)
      .max(10)
      .default(3)
      .describe("Further tries after the first, with growing waits between them. 0: none."),
    perTrySeconds: z
      .number()
      .min(0.1)
      .max(3600)
      .optional()
      .describe("Seconds that one try may take. Left out: `timeoutSeconds` shared by all tries."),
  })
  .prefault({})
  .describe(
    "Tries again where the service has not taken the request: no connection, a refused stream, unavailable. A request that it may have acted on is not sent twice.",
  );

const circuitBreaker = z
  .strictObject({
    consecutiveErrors: z.int().min(1).max(1000).default(5).describe("Server errors in a row that take a pod out."),
    intervalSeconds: seconds(3600).default(10).describe("Seconds between two looks at all pods."),
    ejectionSeconds: seconds(3600)
      .default(30)
      .describe("Seconds that a pod stays out the first time; each further time that much longer."),
    maxEjectedPercent: z
      .int()
      .min(1)
      .max(100)
      .default(50)
      .describe("Share of the pods that may be out at once. At 100 a fault of them all leaves nobody to answer."),
  })
  .prefault({})
  .describe("Takes a pod that fails out of the load balancing of each caller.");

const connections = z
  .strictObject({
    max: z.int().min(1).max(100_000).default(1024).describe("Connections that one caller's pod may have open."),
    pendingRequests: z
      .int()
      .min(1)
      .max(100_000)
      .default(256)
      .describe("Requests that may wait for one of them; above it a caller gets 503 at once."),
    requests: z.int().min(1).max(100_000).default(1024).describe("Requests that may be under way at once."),
    idleSeconds: seconds(86_400)
      .default(300)
      .describe("Seconds that an unused connection is kept for the next request."),
    connectSeconds: seconds(60).default(5).describe("Seconds that a connection may take."),
  })
  .prefault({})
  .describe("Connections of one caller's pod to the service; they are kept and shared by requests.");

const split = z
  .strictObject({
    service: serviceRef
      .optional()
      .describe(
        "Service of the other version, in the same namespace; it needs no calls of its own. Left out: the new version of `rollout.canary`, " +
          "the old one again once it is through; after an aborted canary requests with the header get 503 until the next one.",
      ),
    weight: z.int().min(0).max(100).default(0).describe("Share of the requests that go there, percent."),
    header: z
      .strictObject({
        name: z
          .string()
          .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
          .describe("Header in lower case."),
        value: z.string().min(1).describe("Value that it must have, exactly."),
      })
      .optional()
      .describe("Requests of other services with it all go there. Gateways route by their own rules."),
  })
  .superRefine(({ weight, header }, ctx) => {
    if (weight > 0 || header) return;
    report(ctx, { path: ["weight"], why: "is 0, and no header leads there either", set: "1 to 100, or a header" });
  });

/** How services of the mesh call this one. */
export const meshSettings = z.strictObject({
  timeoutSeconds: seconds(3600).default(30).describe("Seconds after which a caller gets 504, all tries together."),
  retries,
  circuitBreaker,
  connections,
  methods: z
    .record(serviceRef, z.array(method).min(1))
    .default({})
    .describe("HTTP methods that a caller may use, by its name. A caller that is not named may use any."),
  split: split
    .optional()
    .describe("Sends a share of the callers' requests, or those with a header, to another version."),
});

export type MeshSettings = z.output<typeof meshSettings>;

/** What holds for a service that says nothing. */
export const usualMesh: MeshSettings = meshSettings.parse({});
