import { expect } from "chai";
import { problemsAfter } from "./stack-problems";

const bad: [claim: string, change: (config: Record<string, any>) => void, path: string, why: string, set: string][] = [
  [
    "VC-N10: a database on spot nodes",
    ({ databases }) => (databases.postgres.pool = "compute"),
    "databases.postgres.pool",
    "lets it run on spot nodes (compute), which AWS takes back within two minutes",
    "one of general, memory, or interruptible: { reason: … }",
  ],
  [
    "TB-60: credentials from Secrets Manager without what mounts them",
    ({ addons }) => {
      delete addons["secrets-store-csi-driver-provider-aws"];
    },
    "databases.postgres",
    "needs the add-on secrets-store-csi-driver-provider-aws: its credentials are files from Secrets Manager",
    "addons.secrets-store-csi-driver-provider-aws: {}",
  ],
  [
    "KP-28: a cluster without its operator",
    ({ addons, databases }) => {
      delete addons["cloudnative-pg"];
      delete databases.postgres.dumps; // of a statefulset only
      databases.postgres.kind = "cloudnative-pg";
      databases.postgres.resources = { requests: { cpu: "100m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
    },
    "databases.postgres",
    "needs the add-on cloudnative-pg: its operator runs it",
    "addons.cloudnative-pg: {}",
  ],
  [
    "a variable that comes with the database",
    ({ services }) => (services.api.env = { POSTGRES_HOST: "elsewhere" }),
    "services.api.env.POSTGRES_HOST",
    "comes with uses: [postgres] already",
    "remove the line",
  ],
  [
    "a database and a service of one name",
    ({ services }) => (services.postgres = { ...services.scheduler, uses: [] }),
    "databases.postgres",
    "is the name of services.postgres as well, in the same namespace",
    "another name for one of the two",
  ],
];

describe("databases against the rest of the config", () => {
  for (const [claim, change, path, why, set] of bad) {
    it(`refuses ${claim}`, () => {
      expect(problemsAfter(change)).to.deep.include({ path, why, set });
    });
  }

  it("VC-21: a database counts in its namespace's quota", () => {
    const [problem] = problemsAfter(({ databases }) => {
      databases.postgres.resources = { requests: { cpu: "1", memory: "9Gi" }, limits: { cpu: "2", memory: "16Gi" } };
    });
    expect(problem?.path).to.equal('namespaces.production.quota["requests.memory"]');
    expect(problem?.why).to.contain("postgres 1 x 9Gi = 9Gi");
  });

  it("VC-21: in the mesh its sidecar counts too", () => {
    const [problem] = problemsAfter(({ namespaces, databases }) => {
      namespaces.production.mesh = "istio";
      databases.postgres.resources = { requests: { cpu: "1", memory: "9Gi" }, limits: { cpu: "2", memory: "16Gi" } };
    }).filter(({ path }) => path.includes("requests.memory"));
    expect(problem?.why).to.contain("postgres 1 x 9344Mi = 9344Mi");
  });

  it("a reason lets a database run on spot nodes", () => {
    const change = ({ databases }: Record<string, any>) =>
      Object.assign(databases.postgres, { pool: "compute", interruptible: { reason: "a cache of what S3 has" } });
    expect(problemsAfter(change)).to.deep.equal([]);
  });
});
