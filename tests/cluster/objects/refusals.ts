import { expect } from "chai";
import type { ControlPlane } from "../support/control-plane";
import { defineOrSkip } from "../support/objects";
import { type KubeObject, Refused } from "../support/api";
import { deployment, makeNamespace, object, pod, route } from "../support/builders";

/**
 * A kind of badness: an object that is valid but for one thing, and what the API server says of it. What doesn't fit the
 * schema is answered with 500 by server-side apply.
 */
const bad: [what: string, deviation: KubeObject, status: number, words: RegExp][] = [
  ["a misspelt field", deployment({ spec: { replcas: 2 } }), 500, /\.spec\.replcas: field not declared in schema/],
  ["a number where a text must be", pod({ spec: { serviceAccountName: 5 } }), 500, /serviceAccountName/],
  ["a value that is none of the allowed", pod({ container: { imagePullPolicy: "Sometimes" } }), 422, /imagePullPolicy/],
  ["a port out of range", pod({ container: { ports: [{ containerPort: 70000 }] } }), 422, /containerPort/],
  ["a malformed quantity", pod({ container: { resources: { requests: { cpu: "1 core" } } } }), 500, /quantit/],
  [
    "a request above its limit",
    pod({ container: { resources: { requests: { cpu: "2", memory: "64Mi" }, limits: { cpu: "1", memory: "64Mi" } } } }),
    422,
    /less than or equal to cpu limit/,
  ],
  ["a name that is none", object("v1", "ServiceAccount", "No_Name"), 422, /RFC 1123/],
  ["a label that is none", pod({ metadata: { labels: { team: "a b" } } }), 422, /metadata\.labels/],
  [
    "a selector that misses its own pods",
    deployment({ spec: { selector: { matchLabels: { app: "b" } } } }),
    422,
    /selector.*does not match/,
  ],
  ["an unknown namespace", pod({ metadata: { namespace: "nowhere" } }), 404, /namespaces "nowhere" not found/],
  ["an unknown kind", object("example.com/v1", "Nothing", "x"), 404, /there is no kind Nothing/],
  [
    "an unknown service account",
    pod({ spec: { serviceAccountName: "nobody" } }),
    403,
    /serviceaccount "nobody" not found/,
  ],
  [
    "a privileged container",
    pod({ container: { securityContext: { privileged: true } } }),
    403,
    /violates PodSecurity "restricted/,
  ],
  ["a volume of the host", pod({ spec: { volumes: [{ name: "h", hostPath: { path: "/" } }] } }), 403, /hostPath/],
  [
    "more than the limit range allows",
    pod({ container: { resources: { requests: { cpu: "3", memory: "64Mi" }, limits: { cpu: "3", memory: "64Mi" } } } }),
    403,
    /maximum cpu usage per Container is 2/,
  ],
  [
    "more than the quota allows",
    pod({ container: { resources: { requests: { cpu: "2", memory: "5Gi" }, limits: { cpu: "2", memory: "5Gi" } } } }),
    403,
    /exceeded quota: quota/,
  ],
  [
    "an autoscaler whose minimum is above its maximum",
    object("autoscaling/v2", "HorizontalPodAutoscaler", "a", {
      minReplicas: 3,
      maxReplicas: 2,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "a" },
    }),
    422,
    /maxReplicas/,
  ],
  [
    "a disruption budget with both bounds",
    object("policy/v1", "PodDisruptionBudget", "a", {
      minAvailable: 1,
      maxUnavailable: 1,
      selector: { matchLabels: { app: "a" } },
    }),
    422,
    /cannot be both set/,
  ],
  [
    "a network policy with a bad range",
    object("networking.k8s.io/v1", "NetworkPolicy", "a", {
      podSelector: {},
      egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/40" } }] }],
    }),
    422,
    /cidr/,
  ],
  ["a rollout that can't move", deployment({ strategy: { maxSurge: 0, maxUnavailable: 0 } }), 422, /maxUnavailable/],
  [
    "a route with an unknown kind of match",
    route({ matches: [{ path: { type: "Glob", value: "/" } }] }),
    422,
    /matches/,
  ],
  ["a route with a misspelt field", route({ backendRef: [] }), 500, /backendRef: field not declared/],
  ["a route whose path has no slash", route({ matches: [{ path: { type: "PathPrefix", value: "x" } }] }), 422, /path/],
];

/** Each kind of badness, and nothing of what it deviates from. */
export function refusals(plane: () => ControlPlane): void {
  before(async function () {
    await defineOrSkip(this, plane().api, ["gateway-api"]);
    await makeNamespace(plane().api);
  });

  for (const [what, deviation, status, words] of bad) {
    it(what, async () => {
      const refusal = await plane()
        .api.apply(deviation)
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(refusal).to.be.instanceOf(Refused);
      const { answer, message } = refusal as Refused;
      expect(message).to.match(words);
      expect(answer.status).to.equal(status);
      expect(message).to.contain("(from tests.bad)");
    });
  }

  it("a change of what can't be changed", async () => {
    await plane().api.apply(deployment({}));
    const changed = deployment({
      spec: { selector: { matchLabels: { app: "a", more: "b" } } },
      labels: { app: "a", more: "b" },
    });
    const refusal = await plane()
      .api.apply(changed)
      .catch((error: unknown) => error);
    expect(refusal)
      .to.be.instanceOf(Refused)
      .with.property("message")
      .that.matches(/field is immutable/);
  });

  it("nothing of the objects that all of these deviate from", async () => {
    for (const fine of [pod({}), deployment({}), route({}), object("v1", "ServiceAccount", "fine")]) {
      await plane().api.apply(fine);
    }
  });
}
