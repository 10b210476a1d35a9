import { expect } from "chai";
import { clusterSettings } from "../../../components/cluster/settings";
import { problemsIn } from "../../support/problems";
import { clusterConfig, clusterDefaults } from "./builders";

const schema = clusterSettings(clusterDefaults);
const problems = (deviation: Record<string, unknown>) => problemsIn(schema, clusterConfig(deviation));
const parsed = (deviation: Record<string, unknown> = {}) => schema.parse(clusterConfig(deviation));

const admin = { principalArn: "arn:aws:iam::123456789012:role/admin", policy: "cluster-admin" };
const developer = { principalArn: "arn:aws:iam::123456789012:role/team/developer", policy: "view" };

/** The one problem of a deviation. */
function problem(deviation: Record<string, unknown>) {
  const found = problems(deviation);
  expect(found, JSON.stringify(found)).to.have.length(1);
  return found[0] ?? { path: "", why: "", set: "" };
}

describe("settings of the cluster", () => {
  it("SS-4: needs nothing but a name", () => {
    expect(parsed()).to.deep.equal({
      name: "acme",
      version: "1.36",
      upgradePolicy: "STANDARD",
      endpoint: { publicCidrs: [] },
      logs: { types: ["api", "audit", "authenticator"], retentionDays: 30 },
      access: {},
      encryption: {},
      deletionProtection: true,
      identity: "pod-identity",
    });
  });

  it("TB-3: takes a name with hyphens", () => {
    expect(parsed({ name: "tbyte-dev" }).name).to.equal("tbyte-dev");
  });

  it("says that the name is missing", () => {
    expect(problemsIn(schema, {})[0]).to.include({ path: "name", why: "is missing" });
  });

  it("refuses a name that could not be a label", () => {
    expect(problem({ name: "a".repeat(64) })).to.include({ path: "name", why: "is not a cluster name" });
  });

  it("VC-10, KP-9: refuses a version without quotes, which YAML reads as a number", () => {
    expect(problem({ version: 1.3 })).to.deep.include({
      path: "version",
      given: "1.3",
      set: 'a minor in quotes, such as "1.36"',
    });
  });

  it("refuses a patch version", () => {
    expect(problem({ version: "1.36.2" })).to.include({ path: "version", why: "is not a Kubernetes minor" });
  });

  it("takes extended support only with a reason", () => {
    expect(parsed({ upgradePolicy: { support: "EXTENDED", reason: "vendor image" } }).upgradePolicy).to.include({
      support: "EXTENDED",
    });
    expect(problem({ upgradePolicy: { support: "EXTENDED" } })).to.include({
      path: "upgradePolicy.reason",
      why: "is missing",
    });
    expect(problem({ upgradePolicy: "EXTENDED" })).to.include({
      path: "upgradePolicy",
      set: "STANDARD, or { support: EXTENDED, reason: … }, at six times the price",
    });
  });

  it("opens the endpoint to the whole internet only with a reason", () => {
    expect(problem({ endpoint: { publicCidrs: ["0.0.0.0/0"] } })).to.include({
      path: "endpoint.publicCidrs[0]",
      why: "opens the API server to the whole internet, or to much of it",
    });
    expect(
      problems({ endpoint: { publicCidrs: ["0.0.0.0/0"], reason: "runners without fixed addresses" } }),
    ).to.deep.equal([]);
  });

  it("is not fooled by the two halves of the internet", () => {
    expect(problems({ endpoint: { publicCidrs: ["0.0.0.0/1", "128.0.0.0/1"] } })).to.have.length(2);
  });

  it("refuses private ranges, which never reach the public endpoint", () => {
    expect(problem({ endpoint: { publicCidrs: ["203.0.113.0/24", "10.0.0.0/8"] } }).path).to.equal(
      "endpoint.publicCidrs[1]",
    );
  });

  for (const range of ["203.0.113.0", "256.0.0.0/8", "203.0.113.0/33", "2001:db8::/32"]) {
    it(`refuses ${range} as a public range`, () => {
      expect(problem({ endpoint: { publicCidrs: [range] } })).to.include({
        path: "endpoint.publicCidrs[0]",
        why: "is not an IPv4 range in CIDR form",
      });
    });
  }

  it("refuses more ranges than EKS takes", () => {
    const publicCidrs = Array.from({ length: 41 }, (_, index) => `203.0.113.${index}/32`);
    expect(problem({ endpoint: { publicCidrs } }).path).to.equal("endpoint.publicCidrs");
  });

  it("VC-72, VC-74: keeps only logs that exist, for days that CloudWatch knows", () => {
    expect(problem({ logs: { types: ["kubelet"] } })).to.include({ path: "logs.types[0]" });
    expect(problem({ logs: { retentionDays: 31 } })).to.include({ path: "logs.retentionDays" });
    expect(parsed({ logs: { retentionDays: 30 } }).logs.retentionDays).to.equal(30);
  });

  for (const key of ["apiServer", "maxRequestsInflight", "maxMutatingRequestsInflight"]) {
    it(`KP-13: answers ${key} with the reason why EKS has no such setting`, () => {
      const { path, why, set } = problem({ [key]: 400 });
      expect(path).to.equal(key);
      expect(why).to.match(/^EKS does not let/);
      expect(set).to.contain("remove the line");
    });
  }

  it("refuses an unknown key with the nearest known one", () => {
    expect(problem({ endpoints: {} }).why).to.contain('did you mean "endpoint"');
  });

  it("refuses an access entry that could do nothing", () => {
    expect(problem({ access: { team: { principalArn: admin.principalArn } } })).to.include({
      path: "access.team.role",
    });
  });

  it("refuses the ARN of a session, and names the role as the remedy", () => {
    const found = problem({
      access: { ci: { ...developer, principalArn: "arn:aws:sts::123456789012:assumed-role/ci/run" } },
    });
    expect(found.path).to.equal("access.ci.principalArn");
    expect(found.set).to.contain("take its role");
  });

  it("refuses a name of an entry that could not be part of a resource's name", () => {
    expect(problem({ access: { "Platform Admins": admin } })).to.include({
      path: 'access["Platform Admins"]',
      why: "is not a name of an access entry",
    });
  });

  it("refuses one principal in two entries", () => {
    expect(problem({ access: { a: admin, b: { ...admin, policy: "view" } } })).to.include({
      path: "access.b.principalArn",
      why: "is the principal of access.a already",
    });
  });

  it("refuses to limit cluster-admin to namespaces", () => {
    expect(problem({ access: { a: { ...admin, namespaces: ["shop"] } } })).to.include({ path: "access.a.namespaces" });
    expect(problems({ access: { a: { ...admin, policy: "admin", namespaces: ["shop"] } } })).to.deep.equal([]);
  });

  it("SS-49, SS-50: takes a role of the platform instead of a policy, and not both", () => {
    const { principalArn } = developer;
    expect(parsed({ access: { a: { principalArn, role: "platform-developer" } } }).access.a).to.deep.equal({
      principalArn,
      role: "platform-developer",
    });
    expect(problem({ access: { a: { ...developer, role: "platform-viewer" } } }).path).to.equal("access.a.policy");
    expect(problem({ access: { a: { principalArn } } }).set).to.equal("role, policy or kubernetesGroups");
    expect(problem({ access: { a: { principalArn, kubernetesGroups: ["platform-admin"] } } }).set).to.equal(
      "role: platform-admin",
    );
  });

  it("refuses groups that EKS keeps for itself", () => {
    expect(problem({ access: { a: { ...developer, kubernetesGroups: ["system:masters"] } } }).path).to.equal(
      "access.a.kubernetesGroups[0]",
    );
  });

  it("SS-6: refuses an alias in place of a key", () => {
    expect(problem({ encryption: { kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:alias/eks" } }).path).to.equal(
      "encryption.kmsKeyArn",
    );
  });
});
