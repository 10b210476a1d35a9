import { expect } from "chai";
import { parse } from "yaml";
import { parseStack } from "../../../stacks/config";
import { ConfigError } from "../../../stacks/problems";
import { stackConfig } from "../../support/stack-config";

type Raw = Record<string, unknown>;

/** A merge patch: what is null is taken out. */
function patched(value: unknown, patch: unknown): unknown {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const result: Raw = typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  for (const [key, inner] of Object.entries(patch)) {
    if (inner === null) Reflect.deleteProperty(result, key);
    else result[key] = patched(result[key], inner);
  }
  return result;
}

/** Problems and warnings that staging has with a patch and doesn't have without. */
function said(yaml: string): { problems: string[]; warnings: string[] } {
  const staging = { ...stackConfig("staging"), today: "2026-11-21" };
  const usual = new Set(parseStack("staging", staging).warnings);
  try {
    const { warnings } = parseStack("staging", patched(staging, parse(yaml)) as Raw);
    return { problems: [], warnings: warnings.filter((one) => !usual.has(one)) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.problems.map(({ path, why, set }) => `${path}: ${why} | ${set}`), warnings: [] };
  }
}

/** The one problem of a patch. */
function problem(yaml: string): string {
  const { problems } = said(yaml);
  expect(problems, problems.join("\n")).to.have.length(1);
  return problems[0] ?? "";
}

const hosts = (count: number) => Array.from({ length: count }, (_, index) => `{ host: t${index} }`).join(", ");

describe("public reports, tried on the config", () => {
  it("c22b: a node for each pod where there are fewer nodes", () => {
    expect(problem("services: { frontend: { scaling: { min: 4, max: 4 }, spread: { nodes: required } } }")).to.match(
      /^services\.frontend\.spread\.nodes: wants a node for each of 4 pods \(scaling\.max\), and there are \d at the most \(nodePools\./,
    );
  });

  it("c85: /v1 and /v1/ are one path", () => {
    expect(
      problem(
        "services: { frontend: { routes: [{ host: app, path: /v1 }] }, admin: { routes: [{ host: app, path: /v1/ }] } }",
      ),
    ).to.match(/^services\.(admin|frontend)\.routes\[0\]: is services\.(frontend|admin)\.routes\[0\] as well/);
  });

  it("c95: 110 routes on one ALB", () => {
    expect(problem(`services: { frontend: { routes: [${hosts(110)}] } }`)).to.match(
      /^gateways\.\w+: has 1\d\d routes, of which an ALB takes 100 \| a second gateway/,
    );
    expect(said(`services: { frontend: { routes: [${hosts(90)}] } }`).problems).to.deep.equal([]);
  });

  it("31 ranges on two ports are more rules than a security group takes", () => {
    const ranges = (count: number) => Array.from({ length: count }, (_, index) => `203.0.113.${index}/32`).join(", ");
    const name = Object.keys(stackConfig("staging")["gateways"])[0] ?? "";
    expect(problem(`gateways: { ${name}: { allowFrom: [${ranges(31)}] } }`)).to.include(
      "62 rules of a security group, which takes 60",
    );
    expect(said(`gateways: { ${name}: { allowFrom: [${ranges(30)}] } }`).problems).to.deep.equal([]);
  });

  it("c100: a repository that is spelt almost like one of the stack's", () => {
    expect(problem("services: { frontend: { image: { repository: frontned, tag: 1.0.0 } } }")).to.include(
      'did you mean "frontend"?',
    );
  });

  it("c13: a repository that no one makes is a warning with what happens", () => {
    const { problems, warnings } = said("services: { frontend: { image: { repository: nginx, tag: 1.27.0 } } }");
    expect(problems).to.deep.equal([]);
    expect(warnings.join("\n")).to.match(
      /services\.frontend\.image\.repository: "nginx" is none of images\.repositories: the pods wait/,
    );
  });

  it("c07: a type with a GPU, for which the image has no driver", () => {
    const pool = "{ instanceTypes: [g5.xlarge], size: { min: 0, desired: 0, max: 1 }, dedicated: true }";
    expect(problem(`nodePools: { gpu: ${pool} }`)).to.match(/^nodePools\.gpu\.instanceTypes\[0\]: has an accelerator/);
  });

  it("c06: us-east-1e, with the command that asks the account", () => {
    const { warnings } = said("network: { zones: [us-east-1a, us-east-1b, us-east-1e] }");
    expect(warnings.join("\n")).to.match(
      /network\.zones: us-east-1e is the zone use1-az3 .* aws ec2 describe-availability-zones/,
    );
  });

  it("c77, c86: Karpenter on spot needs a role of the account, and one type is no choice", () => {
    const karpenter = (pool: string) =>
      `addons: { cluster-autoscaler: null, karpenter: { nodePools: { burst: ${pool} } } }`;
    const role = /aws iam create-service-linked-role --aws-service-name spot\.amazonaws\.com/;
    expect(said(karpenter("{ capacity: [spot, on-demand] }")).warnings.join("\n")).to.match(role);
    expect(said(karpenter("{ capacity: [on-demand] }")).warnings.join("\n")).not.to.match(role);
    expect(said(karpenter("{ capacity: [spot], instanceTypes: [m7i.large] }")).warnings.join("\n")).to.match(
      /addons\.karpenter\.nodePools\.burst: spot of one type only, m7i\.large/,
    );
  });

  it("c65: zero pods are refused with the reason", () => {
    expect(problem("services: { worker: { scaling: { min: 0, max: 3 } } }")).to.match(
      /^services\.worker\.scaling\.min: can't be 0: routes, alerts and the disruption budget .* \| 1 or more$/,
    );
  });

  it("c71: variables that refer to each other in a circle", () => {
    expect(problem("services: { frontend: { env: { A: $(B), B: $(A) } } }")).to.include(
      "services.frontend.env.A: refers to itself (A → B → A)",
    );
    expect(said("services: { frontend: { env: { A: $(B), B: x } } }").problems).to.deep.equal([]);
  });

  it("c96: names that RDS and ElastiCache refuse", () => {
    expect(problem("databases: { orders--db: { kind: rds, storageGiB: 20 } }")).to.include("single hyphens");
    expect(problem("caches: { web--cache: {} }")).to.include("single hyphens");
  });

  it("a bucket that services read is never archived where it can't be read at once", () => {
    const bucket = Object.keys(stackConfig("staging")["buckets"]).find((one) => one === "media") ?? "";
    for (const archive of ["{ afterDays: 90, class: GLACIER }", "{ afterDays: 90, class: DEEP_ARCHIVE }"]) {
      expect(problem(`buckets: { ${bucket}: { archive: ${archive} } }`)).to.match(
        /^buckets\.media\.archive\.class: keeps services\.\w+.* from what is older than 90 days.* \| GLACIER_IR/,
      );
    }
  });

  it("a ConfigMap above 1 MiB is a config error, and doesn't wait for the API server", () => {
    const file = "x".repeat(1_400_000);
    expect(problem(JSON.stringify({ services: { frontend: { config: { files: { "big.txt": file } } } } }))).to.match(
      /^services\.frontend\.config: has 14\d+ bytes, and a ConfigMap 1048576 at the most/,
    );
  });
});
