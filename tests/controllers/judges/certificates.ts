import { expect } from "chai";
import type { KubeObject } from "../../cluster/support/api";
import { until } from "../../cluster/support/wait";
import type { Cluster } from "../staging.test";
import type { Excuse } from "../support/running";

const apiVersion = "cert-manager.io/v1";

/** Lines of level error that say nothing wrong. */
const excuses: Excuse[] = [
  // Seconds after its start: issuers are asked to be ready above.
  { line: /secrets \\?"[\w-]+\\?" not found/, why: "the certificate of an authority is made after its issuer" },
  { line: /propagation check failed|failed to perform self check GET request/, why: "no pod runs that would answer" },
];

const conditionOf = ({ status }: KubeObject, type: string) =>
  status?.conditions?.find((one: { type: string }) => one.type === type) as
    { status: string; message: string } | undefined;

/** What the real cert-manager makes of a stack's issuers and certificates. */
export function certificates(there: () => Cluster): void {
  it("SS-22: issues every certificate of the stack, and its issuers are ready", async () => {
    const { api } = there().plane;
    await until("issuers and certificates are ready", 60, async () => {
      const all = [
        ...(await api.list(apiVersion, "ClusterIssuer")),
        ...(await api.list(apiVersion, "Issuer")),
        ...(await api.list(apiVersion, "Certificate")),
      ];
      expect(all).to.have.length.greaterThan(4);
      return all.flatMap((one) => {
        const ready = conditionOf(one, "Ready");
        return ready?.status === "True" ? [] : [`${one.kind} ${one.metadata.name}: ${ready?.message ?? "not seen"}`];
      });
    });
  });

  it("SS-22: pods that prove names by HTTP start in every namespace where a certificate may be", async () => {
    const { api } = there().plane;
    const namespaces = ["staging", "media", "gateways"];
    for (const namespace of namespaces) {
      await api.apply({
        apiVersion,
        kind: "Certificate",
        metadata: { name: "outside", namespace },
        spec: {
          secretName: "outside-tls",
          dnsNames: [`${namespace}.example.net`],
          issuerRef: { name: "letsencrypt-prod", kind: "ClusterIssuer", group: "cert-manager.io" },
        },
      });
    }
    await until("pods that answer the authority run", 60, async () => {
      const pods = await api.list("v1", "Pod", { labels: "acme.cert-manager.io/http01-solver=true" });
      const running = new Set(
        pods.filter(({ status }) => status?.phase === "Running").map(({ metadata }) => metadata.namespace),
      );
      return namespaces.filter((one) => !running.has(one));
    });
    const challenges = await api.list("acme.cert-manager.io/v1", "Challenge");
    expect(challenges.map(({ status }) => status?.presented as boolean)).to.deep.equal(namespaces.map(() => true));
  });

  it("SS-22: the route to such a pod hangs on the gateway that answers for the stack", async () => {
    const { api } = there().plane;
    const routes = await api.list("gateway.networking.k8s.io/v1", "HTTPRoute", {
      labels: "acme.cert-manager.io/http01-solver=true",
    });
    expect(routes.map(({ spec }) => [spec.parentRefs[0].namespace, spec.parentRefs[0].name])).to.deep.equal([
      ["gateways", "public"],
      ["gateways", "public"],
      ["gateways", "public"],
    ]);
  });

  it("says nothing at level error", () => {
    expect(there().running.get("cert-manager")?.errors(excuses)).to.deep.equal([]);
  });
}
