import { expect } from "chai";
import { namespaceRef } from "../app-service/builders";
import { built, database, kind } from "./builders";

const authorization = "kubernetes:security.istio.io/v1:AuthorizationPolicy";
const inMesh = { namespaceOf: () => namespaceRef({ mesh: "istio" }) };
const clients = {
  db: [
    { name: "api", namespace: "production" },
    { name: "api-before-rollout", namespace: "production", account: "api" },
    { name: "report", namespace: "backend" },
  ],
};

describe("databases in a namespace of the mesh", () => {
  it("MP-46, MP-49: a statefulset admits the services that use it by their identities, on 5432; runs before rollouts with theirs", async () => {
    const { run } = await built(database(), { ...inMesh, clients });
    expect(run.inputs(authorization).spec).to.deep.equal({
      selector: { matchLabels: { "app.kubernetes.io/name": "db" } },
      action: "ALLOW",
      rules: [
        {
          from: [
            { source: { principals: ["cluster.local/ns/backend/sa/report", "cluster.local/ns/production/sa/api"] } },
          ],
          to: [{ operation: { ports: ["5432"] } }],
        },
      ],
    });
    const unused = await built(database(), { ...inMesh, clients: {} });
    expect(unused.run.ofType(authorization)).to.deep.equal([]);
  });

  it("MP-48: it is in the mesh itself: a sidecar with bounds, and a port that is not taken for HTTP", async () => {
    const { run } = await built(database(), inMesh);
    expect(run.inputs(kind.statefulSet).spec.template.metadata.annotations).to.include({
      "sidecar.istio.io/proxyCPU": "100m",
      "sidecar.istio.io/proxyMemoryLimit": "256Mi",
    });
    for (const { name } of run.ofType(kind.service)) {
      expect(run.inputs(kind.service, name).spec.ports[0].appProtocol).to.equal("tcp");
    }
  });

  it("pods of CloudNativePG stay outside, with PostgreSQL's own TLS", async () => {
    const { run, grant } = await built(database({ kind: "cloudnative-pg" }), inMesh);
    expect(run.inputs(kind.cluster).spec.inheritedMetadata.labels).to.include({ "sidecar.istio.io/inject": "false" });
    expect(grant.env.DB_SSLMODE).to.equal("require");
    expect(run.ofType(authorization)).to.deep.equal([]);
  });

  it("outside of a mesh there is none of it", async () => {
    const { run } = await built(database());
    expect(run.ofType(authorization)).to.deep.equal([]);
    expect(run.inputs(kind.statefulSet).spec.template.metadata).to.not.have.property("annotations");
  });
});
