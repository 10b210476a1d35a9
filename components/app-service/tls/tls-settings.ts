import { z } from "zod";
import { refersTo } from "../../shared/reference";
import { report } from "../../shared/problem";
import type { ProbesSettings } from "../pod/probe-settings";

/** ClusterIssuer that is an authority of the cluster's own; the stack makes it where a service asks for TLS. */
export const internalIssuer = "internal";

/** What a stack may say about a service's own certificate. */
export const tlsSettings = z
  .strictObject({
    issuer: refersTo("issuer", z.string().min(1), { also: [internalIssuer] })
      .default(internalIssuer)
      .describe(
        "ClusterIssuer of cert-manager. Callers and the called must have the same, or they don't know each other.",
      ),
    path: z
      .string()
      .regex(/^\/[^\s:]*$/)
      .default("/etc/tls")
      .describe("Directory with the files tls.crt, tls.key and ca.crt."),
  })
  .optional()
  .describe(
    "Serves TLS at its port, with a certificate of the cluster's own authority that its callers check; for a namespace without a mesh. " +
      "Renewed after 60 days: the process must read the files again. Probes, gateways and Prometheus ask by HTTPS.",
  );

interface Given {
  tls?: object | undefined;
  probes: ProbesSettings;
  port: number | "none";
  metrics?: { port?: number | undefined } | undefined;
}

/** The kubelet asks gRPC without TLS only: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
export function checkTls({ tls, probes, port }: Given, ctx: z.core.$RefinementCtx): void {
  if (!tls) return;
  for (const name of ["startup", "liveness", "readiness"] as const) {
    const { grpc, port: asked } = probes[name];
    if (!grpc || (asked !== undefined && asked !== port)) continue;
    const why = "can't be asked of a port with TLS, which the kubelet's gRPC does not speak";
    report(ctx, { path: ["probes", name, "grpc"], why, set: "tcp, exec, or a port without TLS" });
  }
}
